using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silencing;

/// <summary>How many silences there may be, how long they are remembered, and who is reminded of their end.</summary>
public sealed record SilenceOptions : ICheckedOptions
{
    /// <summary>The topic that gets an event before a silence ends, and another when it has ended. Empty, the default: nobody is reminded.</summary>
    public string ReminderTopic { get; init; } = "";

    /// <summary>How long before the end. Default 15 min.</summary>
    public TimeSpan RemindBefore { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>How long a silence that is over is listed. Default 5 d.</summary>
    public TimeSpan KeepEnded { get; init; } = TimeSpan.FromDays(5);

    /// <summary>How many silences there may be, those that are over included. Default 20,000.</summary>
    public int Most { get; init; } = 20_000;

    public IEnumerable<OptionProblem> Check()
    {
        if (RemindBefore < TimeSpan.Zero)
            yield return new OptionProblem("remind-before", "a time before the end, such as 15m");
        if (KeepEnded < TimeSpan.Zero)
            yield return new OptionProblem("keep-ended", "a time such as 120h");
        if (Most < 1)
            yield return new OptionProblem("most", "at least 1 silence must be allowed");
    }
}
