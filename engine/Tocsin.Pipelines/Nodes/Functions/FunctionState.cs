using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;

namespace Tocsin.Pipelines.Nodes.Functions;

/// <summary>What a function keeps for one group.</summary>
/// <param name="name">The measurement of the group's first message.</param>
/// <param name="reducer">The group's own in a stream; shared with the others where each batch is worked off in one go.</param>
internal sealed class FunctionState<TReducer>(string name, TReducer reducer)
    where TReducer : Reducer
{
    private Series? _series;

    /// <summary>The measurement of the results: in a stream that of the first point of their time.</summary>
    public string Name { get; private set; } = name;

    public TReducer Reducer { get; private set; } = reducer;

    /// <summary>True while points are gathered.</summary>
    public bool IsOpen { get; private set; }

    /// <summary>The time of the points that are gathered, or of their batch.</summary>
    public long Time { get; private set; }

    public void Open(string name, long time)
    {
        Name = name;
        Time = time;
        IsOpen = true;
        Reducer.Reset();
    }

    public void Close() => IsOpen = false;

    /// <summary>Goes on with another reducer, between two batches.</summary>
    public void Use(TReducer reducer) => Reducer = reducer;

    /// <summary>Writes down what is gathered.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(Name);
        writer.Write(IsOpen);
        writer.Write(Time);
        Reducer.Save(writer);
    }

    /// <summary>Goes on from what was written down.</summary>
    public FunctionState<TReducer> Load(StateReader reader)
    {
        (Name, IsOpen, Time) = (reader.ReadText(), reader.ReadBoolean(), reader.ReadInteger());
        Reducer.Load(reader);
        return this;
    }

    /// <summary>The series of results that have the group's tags and no others.</summary>
    public Series SeriesOf(Group group, SeriesTable table) =>
        _series is not null && _series.Name == Name ? _series : _series = table.Intern(Origin.None, Name, group.Tags);
}
