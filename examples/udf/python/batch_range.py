"""@batchRange().field('usage'): the lowest and the highest value of a field in each batch, as a batch of one point."""

from tocsin_udf import BATCH, STRING, Function, run


class BatchRange(Function):
    wants = BATCH
    provides = BATCH
    options = {'field': [STRING]}

    def init(self, options, task_id, node_id):
        if 'field' not in options:
            raise ValueError("write .field('name'): the field to look at")
        self.field = options['field'][-1][0]

    def begin_batch(self, batch):
        self.values = []

    def point(self, point):
        value = point['fields'].get(self.field)
        if isinstance(value, (int, float)):
            self.values.append(float(value))

    def end_batch(self, batch):
        points = []
        if self.values:
            points = [{'time': batch['tmax'], 'tags': batch['tags'], 'fields': {'low': min(self.values), 'high': max(self.values)}}]
        self.agent.send_batch(batch['name'], batch['tmax'], points, batch['tags'], batch['group'], batch['by_name'])


if __name__ == '__main__':
    run(BatchRange)
