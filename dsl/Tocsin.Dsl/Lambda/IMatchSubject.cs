using Tocsin.Dsl.Data;
using Tocsin.Dsl.Time;

namespace Tocsin.Dsl.Lambda;

/// <summary>What a <see cref="MatchExpression"/> can ask of an event.</summary>
public interface IMatchSubject
{
    /// <summary>True when the level differs from the one the topic knew for the event's id.</summary>
    bool Changed { get; }

    /// <summary>0 for OK, 1 for INFO, 2 for WARNING, 3 for CRITICAL.</summary>
    int Level { get; }

    /// <summary>The measurement of the point that raised the event.</summary>
    string Name { get; }

    string TaskName { get; }

    /// <summary>How long the event's id has been away from OK.</summary>
    Duration Duration { get; }

    TagSet Tags { get; }
}
