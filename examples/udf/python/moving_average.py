"""@movingAverage().field('usage').size(10).as('average'): the mean of a field's last values, in a field of its own, for each group."""

import json
import sys

from tocsin_udf import INT, STRING, Function, listen, run


class MovingAverage(Function):
    options = {'field': [STRING], 'size': [INT], 'as': [STRING]}

    def init(self, options, task_id, node_id):
        if 'field' not in options:
            raise ValueError("write .field('name'): the field to average")
        self.field = options['field'][-1][0]
        self.size = options.get('size', [[10]])[-1][0]
        self.name = options.get('as', [['average']])[-1][0]
        if self.size < 1:
            raise ValueError('.size() must be 1 or more')
        self.windows = {}

    def point(self, point):
        value = point['fields'].get(self.field)
        if not isinstance(value, (int, float)):
            return
        window = self.windows.setdefault(point['group'], [])
        window.append(value)
        del window[:-self.size]
        point['fields'][self.name] = sum(window) / float(len(window))
        self.agent.send_point(point)

    def snapshot(self):
        return json.dumps(self.windows).encode()

    def restore(self, snapshot):
        self.windows = json.loads(snapshot)


if __name__ == '__main__':
    if len(sys.argv) > 2 and sys.argv[1] == '--socket':
        listen(MovingAverage, sys.argv[2])
    else:
        run(MovingAverage)
