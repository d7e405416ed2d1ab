using System.Buffers;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Data.Json;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.HttpOut;

internal sealed class HttpOutProcessor : GroupedProcessor<HttpOutProcessor.Latest>
{
    private readonly Lock _gate = new();
    private readonly List<Latest> _groups = [];
    private bool _hasSeenData;

    public HttpOutProcessor(string endpoint, NodeContext context)
        : base(context)
    {
        if (!context.Endpoints.TryAdd(endpoint, Write))
            throw new TaskStartException($"{context.NodeName}: two httpOut nodes of the task offer '{endpoint}': give each a name of its own");
    }

    public override void OnPoint(Point point, Group group)
    {
        StateOf(group, point).Set(point.Keep());
        Emit(point, group);
    }

    public override void OnBatch(Batch batch)
    {
        StateOf(batch).Set(batch);
        Emit(batch);
    }

    internal override string StateShape => "";

    protected override void Save(Latest state, StateWriter writer) => state.Save(writer);

    protected override Latest Load(Group group, StateReader reader)
    {
        var state = CreateState(group, "");
        if (reader.ReadPointOrNull() is { } point)
            state.Set(point);
        else if (reader.ReadBoolean())
            state.Set(reader.ReadBatch());
        return state;
    }

    protected override Latest CreateState(Group group, string name)
    {
        var latest = new Latest();
        lock (_gate)
        {
            _groups.Add(latest);
            _hasSeenData = true;
        }

        return latest;
    }

    protected override void Forget(Group group)
    {
        if (FindState(group) is { } latest)
        {
            lock (_gate)
                _groups.Remove(latest);
        }

        base.Forget(group);
    }

    private void Write(IBufferWriter<byte> writer)
    {
        Latest[] groups;
        lock (_gate)
        {
            if (!_hasSeenData)
            {
                writer.Write("{\"series\":null}"u8);
                return;
            }

            groups = [.. _groups];
        }

        writer.Write("{\"series\":["u8);
        for (var i = 0; i < groups.Length; i++)
        {
            if (i > 0)
                writer.Write(","u8);
            if (!groups[i].TryWrite(writer))
                throw new InvalidOperationException("a field holds NaN or an infinity, which JSON cannot carry");
        }

        writer.Write("]}"u8);
    }

    /// <summary>The last data of one group. Set by the pipeline's thread, read by any.</summary>
    internal sealed class Latest
    {
        private volatile object? _data;

        public void Set(object data) => _data = data;

        public void Save(StateWriter writer)
        {
            writer.Write(_data as Point);
            if (_data is Point)
                return;
            writer.Write(_data is Batch);
            if (_data is Batch batch)
                writer.Write(batch);
        }

        public bool TryWrite(IBufferWriter<byte> writer) => _data switch
        {
            Point point => SeriesJson.TryWriteRow(writer, point),
            Batch batch => SeriesJson.TryWriteRow(writer, batch),
            _ => SeriesJson.TryWriteRow(writer, new Batch("", EmptyGroup, 0, [])),
        };

        private static readonly Group EmptyGroup = new GroupTable().Nil;
    }
}
