import { RetryBudget } from '../../../nodes/DesktopSid/transport/retryBudget';
import type { Trouble } from '../../../nodes/DesktopSid/transport/retryable';

/** How many retries it pays for from here on. */
function affordable(budget: RetryBudget, trouble: Trouble): number {
	let paid = 0;
	while (budget.pay(trouble)) paid += 1;
	return paid;
}

describe('RetryBudget', () => {
	it('pays for 35 retries of an outage and for 100 of throttling', () => {
		expect(affordable(new RetryBudget(), 'transient')).toBe(35);
		expect(affordable(new RetryBudget(), 'throttled')).toBe(100);
	});

	it('gets back what a helpful retry cost, and one for a success at the first try', () => {
		const budget = new RetryBudget();
		affordable(budget, 'transient');
		affordable(budget, 'throttled');
		budget.answered('transient');
		expect(affordable(budget, 'transient')).toBe(1);
		for (let count = 0; count < 5; count += 1) budget.answered(undefined);
		expect(affordable(budget, 'throttled')).toBe(1);
	});

	it('never holds more than it began with', () => {
		const budget = new RetryBudget();
		for (let count = 0; count < 1000; count += 1) budget.answered('transient');
		expect(affordable(budget, 'throttled')).toBe(100);
	});

	it.each([
		[0.15, true],
		[0.4, false],
	])('lasts for ever at a failure rate of 15 %%, not of 40 %% (%d)', (rate, lasts) => {
		const budget = new RetryBudget();
		let refusals = 0;
		for (let request = 0, failures = 0; request < 5000; request += 1) {
			failures += rate;
			const fails = failures >= 1;
			if (fails) failures -= 1;
			// A lasting fault of this one request: its retries fail too, and give nothing back.
			if (!fails) budget.answered(undefined);
			else if (!budget.pay('throttled')) refusals += 1;
		}
		expect(refusals === 0).toBe(lasts);
	});
});
