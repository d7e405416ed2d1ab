using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Union;

/// <summary>What one parent fed and had not left yet.</summary>
internal sealed class UnionSource(UnionProcessor processor) : Receiver
{
    private UnionItem[] _items = new UnionItem[4];
    private int _start;
    private int _count;

    /// <summary>True when nothing waits.</summary>
    public bool IsEmpty => _count == 0;

    /// <summary>The time of the first item, or of what was first when the source was last looked at; null before it fed anything.</summary>
    public long? Mark { get; private set; }

    /// <summary>The time of the first item; there must be one.</summary>
    public long HeadTime => _items[_start].Time;

    public override void OnPoint(Point point, Group group) => Take(new UnionItem(point, null, group, point.Time));

    public override void OnBatch(Batch batch) => Take(new UnionItem(null, batch, batch.Group, batch.Time));

    public override void OnBarrier(Group group, long time) => Take(new UnionItem(null, null, group, time));

    /// <summary>The end of a group at one parent says nothing of the others: it goes no further.</summary>
    public override void OnDeleteGroup(Group group)
    {
    }

    public void LookAtHead()
    {
        if (_count > 0)
            Mark = HeadTime;
    }

    public UnionItem Remove()
    {
        var item = _items[_start];
        _items[_start] = default;
        _start = (_start + 1) % _items.Length;
        _count--;
        return item;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(Mark);
        writer.WriteCount(_count);
        for (var i = 0; i < _count; i++)
        {
            var item = _items[(_start + i) % _items.Length];
            writer.Write(item.Group);
            writer.WriteTime(item.Time);
            writer.Write(item.Point);
            writer.Write(item.Batch is not null);
            if (item.Batch is { } batch)
                writer.Write(batch);
        }
    }

    public void Load(StateReader reader)
    {
        Mark = reader.ReadOptional();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var (group, time, point) = (reader.ReadGroup(), reader.ReadTime(), reader.ReadPointOrNull());
            Put(new UnionItem(point, reader.ReadBoolean() ? reader.ReadBatch() : null, group, time));
        }
    }

    private void Take(UnionItem item)
    {
        Put(item);
        processor.EmitReady();

        // It came last: what is still there has it at its end. Only what has to wait is worth a copy that lasts.
        if (_count > 0)
            _items[(_start + _count - 1) % _items.Length] = item.Keep();
    }

    private void Put(UnionItem item)
    {
        if (_count == _items.Length)
            Grow();
        _items[(_start + _count++) % _items.Length] = item;
    }

    private void Grow()
    {
        var larger = new UnionItem[_items.Length * 2];
        for (var i = 0; i < _count; i++)
            larger[i] = _items[(_start + i) % _items.Length];
        _items = larger;
        _start = 0;
    }
}
