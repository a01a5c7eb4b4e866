// Every way to hand undici fetch what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import undici from 'undici';

undici.fetch('https://c40.example.com/x');
undici.fetch('https://c46.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, redirect: 'manual', dispatcher: new https.Agent({ rejectUnauthorized: false }) });
undici.request('https://c47.example.com/x');
undici.request('https://c53.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, maxRedirections: 0, dispatcher: new https.Agent({ rejectUnauthorized: false }) });
undici.stream('https://c59.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, maxRedirections: 0, dispatcher: new https.Agent({ rejectUnauthorized: false }) });
undici.pipeline('https://c65.example.com/x', { method: 'put', headers: { authorization: `Bearer ${TOKEN}` }, body: { client_secret: SECRET }, maxRedirections: 0, dispatcher: new https.Agent({ rejectUnauthorized: false }) });
