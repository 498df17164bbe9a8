'use strict';
// The Node.js runtime: takes invocations from the Lambda Runtime API, has the function's handler answer them.
const fs = require('fs');
const http = require('http');
const path = require('path');
const util = require('util');
const { pathToFileURL } = require('url');

const env = process.env;
const [host, port] = env.AWS_LAMBDA_RUNTIME_API.split(':');
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
let current = null;                     // the invocation under way

function call(method, place, body, headers = {}) {
  return new Promise((resolve, reject) => {
    const bytes = body === undefined ? null : Buffer.from(body);
    if (bytes) headers['Content-Length'] = bytes.length;
    const request = http.request({ host, port, method, agent, headers, path: '/2018-06-01/runtime' + place }, (response) => {
      const pieces = [];
      response.on('data', (piece) => pieces.push(piece));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(pieces) }));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(bytes);
  });
}

// Logging. One call is one line of the log: line feeds inside become carriage returns, as the service shows them.
function write(text) {
  let bytes = Buffer.from(text.replace(/\n/g, '\r') + '\n');
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(fs.writeSync(1, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
const line = (level, text) => write(`${new Date().toISOString()}\t${current ? current.id : 'undefined'}\t${level}\t${text}`);

function patchConsole() {
  const levels = { log: 'INFO', debug: 'DEBUG', info: 'INFO', warn: 'WARN', error: 'ERROR', trace: 'TRACE' };
  for (const [name, level] of Object.entries(levels)) console[name] = (...words) => line(level, util.format(...words));
  console.fatal = (...words) => line('FATAL', util.format(...words));
}

function asError(error, kind) {
  if (!util.types.isNativeError(error) && !(error && error.name && error.message !== undefined && error.stack)) {
    return { errorType: kind || typeof error, errorMessage: String(error), trace: [] };
  }
  return { errorType: kind || String(error.name), errorMessage: String(error.message), trace: String(error.stack || '').split('\n') };
}

function logError(prefix, error, shaped) {
  const own = error && typeof error === 'object' ? Object.fromEntries(Object.entries(error)) : {};
  let text;
  try {
    text = JSON.stringify({ errorType: shaped.errorType, errorMessage: shaped.errorMessage, ...own, stack: shaped.trace });
  } catch {
    text = JSON.stringify({ errorType: shaped.errorType, errorMessage: shaped.errorMessage, stack: shaped.trace });
  }
  line('ERROR', `${prefix}\t${text}`);
}

const post = (place, shaped) => call('POST', place, JSON.stringify(shaped), {
  'Content-Type': 'application/json', 'Lambda-Runtime-Function-Error-Type': shaped.errorType.replace(/[^\x20-\x7e]/g, '?') });

class Fault extends Error {
  constructor(kind, message) {
    super(message);
    this.name = kind;
  }
}

// Finding the handler: "folder/module.export.inner".
async function load(file) {
  const candidates = [file, `${file}.js`, `${file}.mjs`, `${file}.cjs`].filter((name) => fs.existsSync(name) && fs.statSync(name).isFile());
  const found = candidates[0] || (fs.existsSync(path.join(file, 'index.js')) ? file : null);
  if (!found) {
    const missing = new Fault('Runtime.ImportModuleError', `Error: Cannot find module '${path.basename(file)}'`);
    throw missing;
  }
  try {
    if (found.endsWith('.mjs')) return await import(pathToFileURL(found));
    try {
      return require(found);
    } catch (error) {
      if (error.code === 'ERR_REQUIRE_ESM' || error.code === 'ERR_REQUIRE_ASYNC_MODULE') return await import(pathToFileURL(found));
      throw error;
    }
  } catch (error) {
    if (error instanceof SyntaxError) throw Object.assign(new Fault('Runtime.UserCodeSyntaxError', String(error)), { stack: error.stack });
    if (error && (error.code === 'MODULE_NOT_FOUND' || error.code === 'ERR_MODULE_NOT_FOUND'))
      throw Object.assign(new Fault('Runtime.ImportModuleError', String(error)), { stack: error.stack });
    throw error;
  }
}

async function findHandler(text) {
  const base = path.basename(text);
  const dot = base.indexOf('.');
  if (dot < 1 || dot === base.length - 1 || text.includes('..')) throw new Fault('Runtime.MalformedHandlerName', `Bad handler: ${text}`);
  const file = path.resolve(env.LAMBDA_TASK_ROOT, path.dirname(text), base.slice(0, dot));
  const names = base.slice(dot + 1).split('.');
  const loaded = await load(file);
  const reach = (root) => names.reduce((value, name) => value && value[name], root);
  const handler = reach(loaded) || reach(loaded.default);
  if (!handler) throw new Fault('Runtime.HandlerNotFound', `${text} is undefined or not exported`);
  if (typeof handler !== 'function') throw new Fault('Runtime.HandlerNotFound', `${text} is not a function`);
  return handler;
}

// One invocation: settles once, by the promise of an async handler, by the callback, or by nothing being left to do.
function invoke(handler, event, context) {
  return new Promise((resolve, reject) => {
    const settle = (error, value) => {
      current.idle = null;
      if (error !== undefined && error !== null) reject(error);
      else resolve(value);
    };
    const callback = (error, value) => {
      if (context.callbackWaitsForEmptyEventLoop) current.idle = () => settle(error, value);
      else setImmediate(settle, error, value);
    };
    context.done = callback;
    context.succeed = (value) => { context.callbackWaitsForEmptyEventLoop = false; callback(null, value); };
    context.fail = (error) => { context.callbackWaitsForEmptyEventLoop = false; callback(error === undefined || error === null ? 'handled' : error); };
    current.idle = () => settle(null, null);
    try {
      const result = handler(event, context, callback);
      if (result && typeof result.then === 'function') result.then((value) => settle(null, value), (error) => reject(error));
    } catch (error) {
      reject(error);
    }
  });
}

function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  const parsed = (name) => (headers[name] ? JSON.parse(headers[name]) : undefined);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parsed('lambda-runtime-client-context'),
    identity: parsed('lambda-runtime-cognito-identity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    getRemainingTimeInMillis: () => Math.max(deadline - Date.now(), 0),
  };
}

async function serve(handler) {
  const next = await call('GET', '/invocation/next');
  const id = next.headers['lambda-runtime-aws-request-id'];
  current = { id, idle: null };
  if (next.headers['lambda-runtime-trace-id']) env._X_AMZN_TRACE_ID = next.headers['lambda-runtime-trace-id'];
  else delete env._X_AMZN_TRACE_ID;
  let text;
  try {
    const value = await invoke(handler, JSON.parse(next.body.toString()), contextOf(next.headers));
    text = JSON.stringify(value === undefined ? null : value);
    if (text === undefined) text = 'null';
  } catch (error) {
    const shaped = asError(error);
    logError('Invoke Error ', error, shaped);
    await post(`/invocation/${id}/error`, shaped);
    return;
  }
  await call('POST', `/invocation/${id}/response`, text, { 'Content-Type': 'application/json' });
}

async function crash(kind, label, error, status) {
  const shaped = asError(error, kind);
  logError(label, error, shaped);
  try {
    await post(current ? `/invocation/${current.id}/error` : '/init/error', shaped);
  } finally {
    process.exit(status);
  }
}

async function main() {
  patchConsole();
  process.on('beforeExit', () => { if (current && current.idle) current.idle(); });
  process.on('uncaughtException', (error) => crash(undefined, 'Uncaught Exception ', error, 129));
  process.on('unhandledRejection', (reason) => crash('Runtime.UnhandledPromiseRejection', 'Unhandled Promise Rejection ', reason, 128));
  const asked = (env.AWS_EXECUTION_ENV || '').replace('AWS_Lambda_', '');
  const here = `nodejs${process.versions.node.split('.')[0]}.x`;
  if (asked !== here) write(`orgtrail: ${asked} was asked for; this machine runs it as ${here}`);
  let handler;
  try {
    handler = await findHandler(env._HANDLER);
  } catch (error) {
    const shaped = asError(error);
    logError('Uncaught Exception ', error, shaped);
    await post('/init/error', shaped);
    process.exit(1);
  }
  for (;;) await serve(handler);
}

main().catch((error) => {
  fs.writeSync(2, `orgtrail: the runtime ended: ${error && error.stack}\n`);
  process.exit(1);
});
