// Every way to hand node-fetch what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import nodeFetch from 'node-fetch';

nodeFetch('https://c66.example.com/x');
nodeFetch('https://c73.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, timeout: 1000, redirect: 'manual', agent: new https.Agent({ rejectUnauthorized: false }) });
nodeFetch('https://c76.example.com/x', { signal: AbortSignal.timeout(1000), follow: false });
