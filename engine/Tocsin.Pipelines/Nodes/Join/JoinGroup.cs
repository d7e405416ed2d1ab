using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Join;

/// <summary>
/// Joins within one group. A set leaves when it is the oldest and complete, or when every parent is past its time; then it leaves as it is.
/// </summary>
internal sealed class JoinGroup<TItem>
    where TItem : class
{
    private readonly JoinProcessor<TItem> _processor;
    private readonly JoinQueue<TItem> _sets = new();
    private readonly long[] _heads;
    private JoinOutput _output;

    public JoinGroup(JoinProcessor<TItem> processor, Group group, int parents)
    {
        _processor = processor;
        Group = group;
        _heads = new long[parents];
        Array.Fill(_heads, long.MinValue);
        Memory = new JoinMemory(parents);
    }

    public Group Group { get; }

    /// <summary>Takes an item of a parent and emits what can leave.</summary>
    /// <param name="time">The item's time, rounded.</param>
    public void Collect(int parent, TItem item, long time)
    {
        var set = SetFor(parent, time);
        set.Put(parent, item);
        _processor.Remember(Memory, parent, item);
        _heads[parent] = time;
        EmitReady();

        // Only what has to wait is worth a copy that lasts; a set that left is empty.
        if (ReferenceEquals(set.Items[parent], item))
            set.Items[parent] = _processor.Keep(item);
    }

    /// <summary>Takes the word of a parent that nothing older will come from it.</summary>
    public void Advance(int parent, long time)
    {
        _heads[parent] = time;
        if (_sets.Count > 0 && time >= _sets[0].Time)
            EmitReady();
    }

    /// <summary>Emits all that waits; what is not emitted is dropped.</summary>
    /// <param name="isIncompleteToo">True for sets of which partners are missing, too.</param>
    public void EmitAll(bool isIncompleteToo)
    {
        for (var i = 0; i < _sets.Count; i++)
        {
            if (isIncompleteToo || _sets[i].IsComplete)
                Emit(_sets[i]);
        }

        _sets.RemoveFirst(_sets.Count);
    }

    public void Save(StateWriter writer)
    {
        Memory.Save(writer);
        foreach (var head in _heads)
            writer.WriteTime(head);
        writer.WriteCount(_sets.Count);
        for (var i = 0; i < _sets.Count; i++)
        {
            writer.WriteTime(_sets[i].Time);
            foreach (var item in _sets[i].Items)
            {
                writer.Write(item is not null);
                if (item is not null)
                    _processor.Save(item, writer);
            }
        }
    }

    public void Load(StateReader reader)
    {
        Memory.Load(reader);
        for (var i = 0; i < _heads.Length; i++)
            _heads[i] = reader.ReadTime();
        for (var left = reader.ReadCount(); left > 0; left--)
        {
            var set = _processor.RentSet(reader.ReadTime());
            for (var parent = 0; parent < _heads.Length; parent++)
            {
                if (reader.ReadBoolean())
                    set.Put(parent, _processor.Load(reader));
            }

            _sets.Insert(_sets.Count, set);
        }
    }

    /// <summary>How the group's data looked last.</summary>
    public JoinMemory Memory { get; }

    /// <summary>Where results went last.</summary>
    public ref JoinOutput Output => ref _output;

    private JoinSet<TItem> SetFor(int parent, long time)
    {
        var index = _sets.IndexOf(time);
        for (; index < _sets.Count && _sets[index].Time == time; index++)
        {
            if (_sets[index].Items[parent] is null)
                return _sets[index];
        }

        var set = _processor.RentSet(time);
        _sets.Insert(index, set);
        return set;
    }

    private void EmitReady()
    {
        var isStrict = false;
        while (_sets.Count > 0 && !isStrict)
        {
            var oldest = _sets[0].Time;
            isStrict = !AreAllPast(oldest);
            var count = 0;
            while (count < _sets.Count && _sets[count].Time == oldest && (!isStrict || _sets[count].IsComplete))
                Emit(_sets[count++]);
            _sets.RemoveFirst(count);
        }
    }

    private void Emit(JoinSet<TItem> set)
    {
        _processor.EmitSet(this, set);
        _processor.Return(set);
    }

    private bool AreAllPast(long time)
    {
        foreach (var head in _heads)
        {
            if (head <= time)
                return false;
        }

        return true;
    }
}
