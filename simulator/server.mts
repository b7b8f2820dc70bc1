import { randomBytes } from 'node:crypto';
import { type RequestListener, type Server, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';

import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';

import { desktopOperations } from './desktopRoutes.mts';
import { gatewayError } from './errors.mts';
import { Exchanges } from './exchange.mts';
import type { Faults } from './faults.mts';
import { iamOperations } from './iamRoutes.mts';
import { jobOperations } from './jobRoutes.mts';
import type { World } from './operation.mts';
import { rejoinOperations } from './rejoinRoutes.mts';
import { sidOperations } from './sidRoutes.mts';
import { stsOperations } from './stsRoutes.mts';

/** The gateway takes bodies of at most 12 MB (API Signing Guide). */
const MAX_BODY_BYTES = 12 * 1024 * 1024;

const operations = [
	...sidOperations,
	...desktopOperations,
	...jobOperations,
	...rejoinOperations,
	...iamOperations,
	...stsOperations,
];

export interface ServerSetting {
	world: World;
	faults: Faults;
	/** In front of every path, for example `/gateway`; empty = none. */
	pathPrefix: string;
	tls: { key: string; cert: string } | undefined;
	/** Aborted when the simulator closes. */
	closing: AbortSignal;
}

/** The listener: routes, the raw body, and the answers to what does not even reach an operation. */
export function buildServer(setting: ServerSetting): FastifyInstance {
	const { tls, pathPrefix } = setting;
	const app = fastify({
		bodyLimit: MAX_BODY_BYTES,
		exposeHeadRoutes: false,
		forceCloseConnections: true,
		genReqId: () => randomBytes(16).toString('hex'),
		serverFactory: (handler: RequestListener): Server =>
			tls === undefined ? createServer(handler) : createTlsServer(tls, handler),
		frameworkErrors: (_error, request, reply) => sendBadRequest(reply, 400, request.id),
		routerOptions: { maxParamLength: 1024 },
	});

	// The signature covers the bytes, so the body must reach the check as it came, whatever its type says.
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});

	const exchanges = new Exchanges(setting);
	app.addHook('onRequest', (request, reply, done) => {
		exchanges.open(request, reply);
		done();
	});
	for (const { method, path, run } of operations) {
		app.route({
			method,
			url: `${pathPrefix}${path}`,
			handler: (request, reply) => exchanges.answer(run, request, reply),
		});
	}
	app.setNotFoundHandler((request, reply) => exchanges.answer(undefined, request, reply));
	app.setErrorHandler((error, request, reply) => {
		const status = statusOf(error);
		exchanges.fail(request, status);
		return status < 500
			? sendBadRequest(reply, status, request.id)
			: sendOwnFault(reply, error, request.id);
	});
	return app;
}

function sendBadRequest(reply: FastifyReply, status: number, requestId: string): FastifyReply {
	const { body } = gatewayError(status, 'APIGW.0201', 'Bad request', requestId);
	return reply.code(status).header('x-request-id', requestId).send(body);
}

/** A fault of the simulator itself: said aloud, so that nobody takes it for something scripted. */
function sendOwnFault(reply: FastifyReply, error: unknown, requestId: string): FastifyReply {
	const text = error instanceof Error ? error.message : String(error);
	const message = `The simulator itself failed, not your request: ${text}`;
	return reply.code(500).send(gatewayError(500, 'APIGW.0601', message, requestId).body);
}

/** The status of an error that fastify found in a request (for example 413), or 500 for one of our own making. */
function statusOf(error: unknown): number {
	return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
		? error.statusCode
		: 500;
}
