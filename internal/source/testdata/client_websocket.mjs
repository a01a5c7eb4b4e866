// Every way to hand WebSocket what it needs.
import https from 'https';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, PASSWORD, SECRET, JSON_SECRET, KEY, PEM } = process.env;

new WebSocket('https://c743.example.com/x');
new window.WebSocket('https://c744.example.com/x');
