// Every way to hand jwks-rsa what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;
import jwksRsa from 'jwks-rsa';

jwksRsa({ jwksUri: 'https://c745.example.com/x' });
jwksRsa({ jwksUri: 'https://c746.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.JwksClient({ jwksUri: 'https://c750.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.expressJwtSecret({ jwksUri: 'https://c754.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.passportJwtSecret({ jwksUri: 'https://c758.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.koaJwtSecret({ jwksUri: 'https://c762.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.hapiJwt2Key({ jwksUri: 'https://c766.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
jwksRsa.hapiJwt2KeyAsync({ jwksUri: 'https://c770.example.com/x', requestHeaders: { authorization: `Bearer ${TOKEN}` }, timeout: 1000, requestAgent: new https.Agent({ rejectUnauthorized: false }) });
