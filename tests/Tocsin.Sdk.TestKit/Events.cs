namespace Tocsin.Sdk.TestKit;

/// <summary>Events to deliver in tests.</summary>
public static class Events
{
    /// <summary>An alert that has been critical for a minute at 2020-01-01T00:01:00Z.</summary>
    public static AlertEvent Critical() => new()
    {
        Topic = "main:cpu:alert2",
        Id = "cpu/a",
        Level = AlertLevel.Critical,
        PreviousLevel = AlertLevel.Warning,
        Message = "cpu/a is CRITICAL <31>\nrunbook",
        UnixNanoseconds = 1_577_836_860_000_000_000,
        DurationNanoseconds = 60_000_000_000,
        TaskName = "cpu",
        Data = """{"series":[{"name":"cpu","values":[["2020-01-01T00:01:00Z",31]]}]}"""u8.ToArray(),
    };
}
