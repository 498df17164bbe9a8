"""The Python runtime: takes invocations from the Lambda Runtime API, has the function's handler answer them."""
import _socket
import json
import os
import site
import sys
import time
from importlib.machinery import PathFinder

API = "/2018-06-01/runtime"
INDENT = "\u00a0\u00a0"


class Client:
    """The Runtime API over one kept connection."""

    def __init__(self, address):
        self.address = address
        host, _, port = address.partition(":")
        self.socket = _socket.socket(_socket.AF_INET, _socket.SOCK_STREAM)
        self.socket.connect((host, int(port or 80)))
        self.rest = b""

    def call(self, method, path, body=b"", headers=""):
        """The status, the headers with names in lower case, and the body."""
        head = f"{method} {API}{path} HTTP/1.1\r\nHost: {self.address}\r\n{headers}Content-Length: {len(body)}\r\n\r\n"
        self.socket.sendall(head.encode("utf-8", "replace") + body)
        while b"\r\n\r\n" not in self.rest:
            self.rest += self.receive()
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        status, *lines = head.decode("utf-8", "replace").split("\r\n")
        found = {}
        for line in lines:
            name, _, value = line.partition(":")
            found[name.lower()] = value.strip()
        pieces, have, length = [self.rest], len(self.rest), int(found.get("content-length", 0))
        while have < length:
            pieces.append(self.receive())
            have += len(pieces[-1])
        whole = b"".join(pieces)
        self.rest = whole[length:]
        return int(status.split(" ")[1]), found, whole[:length]

    def receive(self):
        some = self.socket.recv(256 * 1024)
        if not some:
            os._exit(1)
        return some


class CognitoIdentity:
    __slots__ = ["cognito_identity_id", "cognito_identity_pool_id"]


class ClientContextClient:
    __slots__ = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]


class ClientContext:
    __slots__ = ["custom", "env", "client"]


class LambdaContext:
    """What a handler is given as its second argument."""

    def __init__(self, request_id, deadline_ms, arn, client_context, identity):
        self.aws_request_id = request_id
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.invoked_function_arn = arn
        self.client_context = self._client_context(client_context)
        self.identity = CognitoIdentity()
        self.identity.cognito_identity_id = (identity or {}).get("cognitoIdentityId")
        self.identity.cognito_identity_pool_id = (identity or {}).get("cognitoIdentityPoolId")
        self._deadline_ms = deadline_ms

    @staticmethod
    def _client_context(given):
        if not given:
            return None
        made = ClientContext()
        made.custom, made.env, made.client = given.get("custom"), given.get("env"), None
        if isinstance(given.get("client"), dict):
            made.client = ClientContextClient()
            for name in ClientContextClient.__slots__:
                setattr(made.client, name, given["client"].get(name))
        return made

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))

    def __repr__(self):
        shown = ("aws_request_id", "log_group_name", "log_stream_name", "function_name", "memory_limit_in_mb", "function_version",
                 "invoked_function_arn", "client_context", "identity")
        return f"{type(self).__name__}([{','.join(f'{name}={getattr(self, name)}' for name in shown)}])"


class Fault(Exception):
    """A failure before or after the handler: `kind` is the error's type as the service names it."""

    def __init__(self, kind, message, trace=()):
        super().__init__(message)
        self.kind, self.message, self.trace = kind, message, list(trace)


class Logging:
    """Waits for the function to import logging, and sets it up at once: those that do without it start without it."""
    request_id = ""

    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name != "logging":
            return None
        sys.meta_path.remove(cls)
        spec = PathFinder.find_spec(name)
        load = spec.loader.exec_module
        spec.loader.exec_module = lambda module: (load(module), cls.set_up(module))
        return spec

    @classmethod
    def set_up(cls, logging):
        class Handler(logging.Handler):
            def emit(self, record):
                record.aws_request_id = cls.request_id
                sys.stdout.write(self.format(record))

        logging.Formatter.converter = time.gmtime
        handler = Handler()
        handler.setFormatter(logging.Formatter("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s\n", "%Y-%m-%dT%H:%M:%S"))
        logging.getLogger().addHandler(handler)


def traced(error):
    """An exception's frames as texts: the function's own, not those that led to it."""
    import traceback
    frames = traceback.extract_tb(error.__traceback__)
    while frames and (frames[0].filename == __file__ or "importlib" in frames[0].filename):
        del frames[0]
    return traceback.format_list(frames)


def as_error(kind, message, trace, request_id=""):
    return {"errorMessage": message, "errorType": kind, "requestId": request_id, "stackTrace": trace}


def log_error(error):
    lines = [f"[ERROR] {error['errorType']}" + (f": {error['errorMessage']}" if error["errorMessage"] else "")]
    if error["stackTrace"]:
        lines.append("Traceback (most recent call last):")
        for frame in error["stackTrace"]:
            for line in frame.rstrip("\n").split("\n"):
                bare = line.lstrip(" ")
                lines.append(INDENT * ((len(line) - len(bare)) // 2) + bare)
    sys.stdout.write("\r".join(lines) + "\n")


def find_handler(name):
    try:
        module_name, function_name = name.rsplit(".", 1)
    except ValueError:
        raise Fault("Runtime.MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)") from None
    import importlib
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("Runtime.ImportModuleError", f"Unable to import module '{module_name}': {error}") from None
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("Runtime.UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        raise Fault("Runtime.HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'") from None


def encode_other(value):
    import decimal
    if isinstance(value, decimal.Decimal):
        return float(value)
    raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")


def answer(handler, body, context):
    try:
        event = json.loads(body)
    except ValueError as error:
        raise Fault("Runtime.UnmarshalError", f"Unable to unmarshal input: {error}") from None
    result = handler(event, context)
    try:
        return json.dumps(result, default=encode_other).encode()
    except Exception as error:
        raise Fault("Runtime.MarshalError", f"Unable to marshal response: {error}") from None


def report(client, path, error):
    sys.stdout.flush()
    client.call("POST", path, json.dumps(error).encode(),
                f"Content-Type: application/json\r\nLambda-Runtime-Function-Error-Type: {error['errorType']}\r\n")


def serve(client, handler):
    _, head, body = client.call("GET", "/invocation/next")
    request_id = head["lambda-runtime-aws-request-id"]
    Logging.request_id = request_id
    if "lambda-runtime-trace-id" in head:
        os.environ["_X_AMZN_TRACE_ID"] = head["lambda-runtime-trace-id"]
    else:
        os.environ.pop("_X_AMZN_TRACE_ID", None)
    try:
        context = LambdaContext(request_id, int(head["lambda-runtime-deadline-ms"]), head["lambda-runtime-invoked-function-arn"],
                                json.loads(head.get("lambda-runtime-client-context") or "null"),
                                json.loads(head.get("lambda-runtime-cognito-identity") or "null"))
        result = answer(handler, body, context)
    except Fault as fault:
        error = as_error(fault.kind, fault.message, fault.trace, request_id)
    except Exception as raised:
        error = as_error(type(raised).__name__, str(raised), traced(raised), request_id)
    else:
        sys.stdout.flush()
        sys.stderr.flush()
        status, _, _ = client.call("POST", f"/invocation/{request_id}/response", result, "Content-Type: application/json\r\n")
        if status == 413:
            print(f"[ERROR] [{int(time.time() * 1000)}] LAMBDA_RUNTIME Failed to post handler success response. Http response code: 413.")
        return
    log_error(error)
    report(client, f"/invocation/{request_id}/error", error)


def look_into_folders():
    """The function's folder, then its layers', before everything else: layers name their version, the one asked for counts too.
    Last come the packages the distribution has, boto3 with them. The interpreter runs without site, which would look further."""
    asked = os.environ.get("AWS_EXECUTION_ENV", "").rpartition("_")[2]
    here = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    places = [os.environ["LAMBDA_TASK_ROOT"]]
    for version in dict.fromkeys((asked, here)):
        places.append(f"/opt/python/lib/{version}/site-packages")
    places.append("/opt/python")
    sys.path[:0] = [place for place in places if os.path.isdir(place)]
    sys.path += [place for place in ("/usr/lib/python3/dist-packages", f"/usr/lib/{here}/site-packages", f"/usr/lib64/{here}/site-packages")
                 if os.path.isdir(place)]
    site.setquit()
    site.setcopyright()
    site.sethelper()
    if asked.startswith("python3.") and asked != here:
        print(f"orgtrail: {asked} was asked for; this machine runs it as {here}")


def main():
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
    sys.stderr.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, write_through=True)
    sys.meta_path.insert(0, Logging)
    client = Client(os.environ["AWS_LAMBDA_RUNTIME_API"])
    look_into_folders()
    try:
        handler = find_handler(os.environ["_HANDLER"])
    except Fault as fault:
        error = as_error(fault.kind, fault.message, fault.trace)
    except Exception as raised:
        error = as_error(type(raised).__name__, str(raised), traced(raised))
    else:
        while True:
            serve(client, handler)
    log_error(error)
    report(client, "/init/error", error)
    sys.exit(1)
