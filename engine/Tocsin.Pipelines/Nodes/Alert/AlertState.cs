using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Processing.States;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>What an alert node knows of one group.</summary>
internal sealed class AlertState : IOpenState
{
    /// <summary>Room for the numbers of the events of one group from one position of the journal on.</summary>
    public const int PositionShift = 20;

    private const long Never = long.MinValue;

    // There may be a million of these: a byte for each level is enough.
    private byte _level;
    private byte _told;
    private byte _before;
    private byte _began;

    /// <summary>True once the group's data was seen and its state taken up from the topics.</summary>
    public bool IsBegun { get; set; }

    /// <summary>The level of the last data.</summary>
    public AlertLevel Level
    {
        get => (AlertLevel)_level;
        private set => _level = (byte)value;
    }

    /// <summary>The level of the data before that.</summary>
    public AlertLevel Before => (AlertLevel)_before;

    /// <summary>When the group left OK, as far as events told; nanoseconds since 1970.</summary>
    public long FirstTriggered { get; private set; } = Never;

    /// <summary>When the last event was due; nanoseconds since 1970.</summary>
    public long LastTriggered { get; private set; } = Never;

    /// <summary>Null when the node does not look for flapping.</summary>
    public LevelHistory? History { get; init; }

    /// <summary>The node's inhibitors for the group's tags.</summary>
    public IReadOnlyList<Tocsin.Alerting.Inhibition.Inhibitor> Inhibitors { get; init; } = [];

    /// <summary>The level that topics know.</summary>
    public AlertLevel Told
    {
        get => (AlertLevel)_told;
        set => _told = (byte)value;
    }

    /// <summary>True when topics were told of a problem and not yet of its recovery.</summary>
    public bool IsTold => Told != AlertLevel.Ok;

    /// <summary>True while a problem lasts that nobody was told of because it was inhibited: nobody is told of its end then.</summary>
    public bool IsMuted { get; set; }

    /// <summary>A problem is not over because its data stays away.</summary>
    public bool IsOpen => Level != AlertLevel.Ok || IsTold;

    /// <summary>The alert as the watch for silence knows it; null when the group has none open, or nobody watches.</summary>
    public OpenAlert? Open { get; set; }

    /// <summary>Of a deadman's group: true when it was silent at the last look, and it is not known yet whether others go on.</summary>
    public bool IsSuspect { get; set; }

    /// <summary>True until the first data of a group that was not known before.</summary>
    public bool IsNew { get; set; }

    /// <summary>The number of the last event that was due. One that is dropped and comes again goes on above it.</summary>
    public long Raised { get; set; }

    /// <summary>The level that topics knew when the group's data was seen first.</summary>
    public AlertLevel Began
    {
        get => (AlertLevel)_began;
        set => _began = (byte)value;
    }

    public bool IsFlapping => History is { IsFlapping: true };

    /// <summary>How long the group has not been OK. The longest time there is when no event told of the begin; below zero when data goes back.</summary>
    public long Duration => FirstTriggered == Never
        ? long.MaxValue
        : (long)Int128.Clamp((Int128)LastTriggered - FirstTriggered, long.MinValue, long.MaxValue);

    /// <summary>Takes up the state that a topic kept from before: durations count from its event.</summary>
    public void Restore(AlertLevel level, long time)
    {
        Level = Told = level;
        FirstTriggered = LastTriggered = time;
        History?.Push(level);
    }

    /// <summary>Writes down what data led to. What topics know is theirs.</summary>
    public void Save(StateWriter writer)
    {
        writer.Write(_level);
        writer.Write(_told);
        writer.Write(_before);
        writer.Write(IsMuted);
        writer.Write(FirstTriggered);
        writer.Write(LastTriggered);
        writer.Write(Raised);
        writer.Write(_began);
        History?.Save(writer);
    }

    /// <summary>Goes on from what was written down; <see cref="Agree"/> says what topics know beyond it.</summary>
    public void Load(StateReader reader)
    {
        (Level, Told, _before) = (ReadLevel(reader), ReadLevel(reader), (byte)ReadLevel(reader));
        IsMuted = reader.ReadBoolean();
        (FirstTriggered, LastTriggered) = (reader.ReadInteger(), reader.ReadInteger());
        (Raised, Began) = (reader.ReadInteger(), ReadLevel(reader));
        History?.Load(reader);
    }

    public static AlertLevel ReadLevel(StateReader reader) => (AlertLevel)reader.ReadIndex((int)AlertLevel.Critical + 1);

    /// <summary>
    /// Takes up what a topic knows. Where that is what was reported, all that led to it is true too; where not, something was reported after the state
    /// was written down, or somebody ended the alert.
    /// </summary>
    /// <param name="level">The level that the topic knows.</param>
    /// <param name="time">When its last event was.</param>
    public void Agree(AlertLevel level, long time)
    {
        if (level == Told)
        {
            LastTriggered = Math.Max(LastTriggered, time);
            return;
        }

        IsMuted = false;
        if (level != AlertLevel.Ok)
            Restore(level, time);
        else
            Level = Told = AlertLevel.Ok;
    }

    /// <summary>Takes the level of new data.</summary>
    /// <returns>The level before.</returns>
    public AlertLevel Push(AlertLevel level)
    {
        var before = Level;
        _before = _level;
        Level = level;
        History?.Push(level);
        return before;
    }

    /// <summary>The problem is over although no data says so.</summary>
    public void End()
    {
        Push(AlertLevel.Ok);
        Told = AlertLevel.Ok;
        IsMuted = false;
        Open = null;
        foreach (var inhibitor in Inhibitors)
            inhibitor.IsActive = false;
    }

    /// <summary>Notes that an event is due.</summary>
    public void Trigger(AlertLevel before, long time)
    {
        LastTriggered = time;
        if (before == AlertLevel.Ok && Level != AlertLevel.Ok)
            FirstTriggered = time;
    }
}
