"""Functions of pipelines in Python, for Tocsin and for Kapacitor: what the server says on the standard input is answered on the standard output.

Write a class with the methods of Function that you need and call run(). Nothing but Python 3 is needed. The standard output belongs to the
protocol: what you print goes to the standard error, which the server writes to the task's log.
"""

import os
import socket
import struct
import sys

STREAM, BATCH = 0, 1
BOOL, INT, DOUBLE, STRING, DURATION = range(5)

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5


class Function:
    """What a function does. The server starts one for each use in a script."""

    wants = STREAM
    provides = STREAM
    options = {}
    """Names of options with the types of their values: {'size': [INT]}."""

    def __init__(self, agent):
        self.agent = agent

    def init(self, options, task_id, node_id):
        """Takes the options, a list of values for each call in the script: {'size': [[10]]}. Raise ValueError to refuse them."""

    def point(self, point):
        """Takes a point; self.agent.send_point() passes points on, now or later."""

    def begin_batch(self, batch):
        """Takes the begin of a batch, a dict as point() takes; its points follow."""

    def end_batch(self, batch):
        """Takes the end of a batch, with its time in 'tmax'."""

    def snapshot(self):
        """What the function knows, as bytes, for restore() after a restart."""
        return b''

    def restore(self, snapshot):
        """Goes on with what was known. Raise ValueError to refuse it."""

    def stopped(self):
        """Nothing more comes: the last chance to send something."""


class Agent:
    """Reads requests, calls the function, writes what it sends. Answers leave when everything that was there is worked off."""

    def __init__(self, make, read, write):
        self._read = read
        self._write = write
        self._out = bytearray()
        self.function = make(self)

    def send_point(self, point):
        """A dict with time (ns), name, database, retention_policy, group, dimensions, by_name, tags and fields; those not given are empty."""
        self._send(17, _point(point))

    def send_batch(self, name, tmax, points, tags=None, group='', by_name=False):
        """A whole batch; its tags become what it is grouped by."""
        head = _text(1, name) + _text(2, group) + _map(3, tags or {}, _text)
        self._send(16, head + _int(4, len(points)) + _int(5, int(by_name)))
        for point in points:
            self._send(17, _point(point))
        self._send(18, _text(1, name) + _text(2, group) + _int(3, tmax) + _map(4, tags or {}, _text) + _int(5, int(by_name)))

    def fail(self, error):
        """Tells the server that the function cannot go on; it is started again."""
        self._send(6, _text(1, error))
        self.flush()

    def run(self):
        """Serves until the server closes its end."""
        pending = bytearray()
        while True:
            chunk = self._read()
            if not chunk:
                break
            pending += chunk
            at = 0
            while True:
                length, begin = _length(pending, at)
                if length is None or begin + length > len(pending):
                    break
                self._take(bytes(pending[begin:begin + length]))
                at = begin + length
            del pending[:at]
            self.flush()
        self.function.stopped()
        self.flush()

    def flush(self):
        if self._out:
            self._write(bytes(self._out))
            self._out.clear()

    def _take(self, request):
        for number, value in _fields(request):
            if number == 1:
                self._info()
            elif number == 2:
                self._answer(2, lambda: self.function.init(*_init(value)))
            elif number == 3:
                self._send(3, value)
            elif number == 4:
                self._send(4, _text(1, self.function.snapshot()))
            elif number == 5:
                self._answer(5, lambda: self.function.restore(dict(_fields(value)).get(1, b'')))
            elif number == 16:
                self.function.begin_batch(_batch(value))
            elif number == 17:
                self.function.point(_read_point(value))
            elif number == 18:
                self.function.end_batch(_batch(value))

    def _info(self):
        function = self.function
        options = b''.join(
            _message(3, _text(1, name) + _message(2, b''.join(_tag(1, _VARINT) + _varint(kind) for kind in kinds)))
            for name, kinds in function.options.items())
        self._send(1, _int(1, function.wants) + _int(2, function.provides) + options)

    def _answer(self, number, act):
        try:
            act()
            self._send(number, _int(1, 1))
        except ValueError as problem:
            self._send(number, _text(2, str(problem)))

    def _send(self, number, content):
        message = _message(number, content)
        self._out += _varint(len(message)) + message
        if len(self._out) > 65536:
            self.flush()


def run(make):
    """Serves one use of the function: what make(agent) makes."""
    def write(data):
        view = memoryview(data)
        while view:
            view = view[os.write(1, view):]
    sys.stdout = sys.stderr
    Agent(make, lambda: os.read(0, 65536), write).run()


def listen(make, path):
    """Serves on a unix socket: each connection is one use of the function, in a process of its own."""
    if os.path.exists(path):
        os.remove(path)
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    while True:
        connection, _ = server.accept()
        if os.fork() == 0:
            server.close()
            Agent(make, lambda: connection.recv(65536), connection.sendall).run()
            os._exit(0)
        connection.close()


# The wire format of Protocol Buffers, as far as the protocol needs it.


def _varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def _tag(number, kind):
    return _varint(number << 3 | kind)


def _message(number, content):
    return _tag(number, _BYTES) + _varint(len(content)) + content


def _text(number, value):
    if isinstance(value, str):
        value = value.encode()
    return _message(number, value) if value else b''


def _int(number, value):
    return _tag(number, _VARINT) + _varint(value) if value else b''


def _double(number, value):
    return _tag(number, _FIXED64) + struct.pack('<d', value)


def _map(number, values, write):
    return b''.join(_message(number, _text(1, key) + write(2, value)) for key, value in values.items())


def _point(point):
    fields = point.get('fields', {})
    floats = {k: v for k, v in fields.items() if isinstance(v, float)}
    flags = {k: int(v) for k, v in fields.items() if isinstance(v, bool)}
    ints = {k: v for k, v in fields.items() if isinstance(v, int) and not isinstance(v, bool)}
    texts = {k: v for k, v in fields.items() if isinstance(v, str)}
    return b''.join([
        _int(1, point.get('time', 0)), _text(2, point.get('name', '')), _text(3, point.get('database', '')),
        _text(4, point.get('retention_policy', '')), _text(5, point.get('group', '')),
        b''.join(_message(6, name.encode()) for name in point.get('dimensions', [])), _map(7, point.get('tags', {}), _text),
        _map(8, floats, _double), _map(9, ints, _int), _map(10, texts, _text), _int(11, int(point.get('by_name', False))), _map(12, flags, _int)])


def _length(data, at):
    value = shift = 0
    while at < len(data):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7
    return None, at


def _fields(message):
    at = 0
    while at < len(message):
        key, at = _length(message, at)
        kind = key & 7
        if kind == _VARINT:
            value, at = _length(message, at)
        elif kind == _FIXED64:
            value, at = message[at:at + 8], at + 8
        elif kind == _BYTES:
            length, at = _length(message, at)
            value, at = message[at:at + length], at + length
        elif kind == _FIXED32:
            value, at = message[at:at + 4], at + 4
        else:
            raise RuntimeError('a message cannot be read: the wire type %d' % kind)
        yield key >> 3, value


def _signed(value):
    return value - (1 << 64) if value >> 63 else value


def _entry(message, read, default):
    entry = dict(_fields(message))
    return entry.get(1, b'').decode(), read(entry[2]) if 2 in entry else default


def _read_point(message):
    point = {'time': 0, 'name': '', 'database': '', 'retention_policy': '', 'group': '', 'dimensions': [], 'by_name': False, 'tags': {}, 'fields': {}}
    names = {2: 'name', 3: 'database', 4: 'retention_policy', 5: 'group'}
    for number, value in _fields(message):
        if number == 1:
            point['time'] = _signed(value)
        elif number in names:
            point[names[number]] = value.decode()
        elif number == 6:
            point['dimensions'].append(value.decode())
        elif number == 11:
            point['by_name'] = bool(value)
        else:
            kinds = {7: (bytes.decode, ''), 8: (lambda v: struct.unpack('<d', v)[0], 0.0), 9: (_signed, 0), 10: (bytes.decode, ''), 12: (bool, False)}
            if number in kinds:
                key, content = _entry(value, *kinds[number])
                point['tags' if number == 7 else 'fields'][key] = content
    return point


# The begin and the end of a batch have the same form but for one number: the size, or the time.
def _batch(message):
    batch = {'name': '', 'group': '', 'tags': {}, 'size': 0, 'tmax': 0, 'by_name': False}
    for number, value in _fields(message):
        if number == 1:
            batch['name'] = value.decode()
        elif number == 2:
            batch['group'] = value.decode()
        elif number == 5:
            batch['by_name'] = bool(value)
        elif number == 3 and isinstance(value, int):
            batch['tmax'] = _signed(value)
        elif number == 4 and isinstance(value, int):
            batch['size'] = value
        elif number in (3, 4):
            key, content = _entry(value, bytes.decode, '')
            batch['tags'][key] = content
    return batch


def _init(message):
    options, task_id, node_id = {}, '', ''
    for number, value in _fields(message):
        if number == 1:
            name, values = '', []
            for part, content in _fields(value):
                if part == 1:
                    name = content.decode()
                elif part == 2:
                    values.append(_option_value(content))
            options.setdefault(name, []).append(values)
        elif number == 2:
            task_id = value.decode()
        elif number == 3:
            node_id = value.decode()
    return options, task_id, node_id


def _option_value(message):
    read = {2: bool, 3: _signed, 4: lambda v: struct.unpack('<d', v)[0], 5: bytes.decode, 6: _signed}
    values = [read[number](value) for number, value in _fields(message) if number in read]
    return values[0] if values else None
