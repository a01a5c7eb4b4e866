// Every way to hand jose key set what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import jose from 'jose';

jose.createRemoteJWKSet('https://c774.example.com/x');
jose.createRemoteJWKSet('https://c778.example.com/x', { headers: { authorization: `Bearer ${TOKEN}` }, timeoutDuration: 1000, agent: new https.Agent({ rejectUnauthorized: false }) });
