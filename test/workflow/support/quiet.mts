/** n8n's engine writes every error of a node to its log; here they are expected, and would drown the report of the tests. */
process.env.N8N_LOG_LEVEL ??= 'silent';

export {};
