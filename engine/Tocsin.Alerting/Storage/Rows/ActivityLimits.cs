using Tocsin.Sdk;

namespace Tocsin.Alerting.Storage.Rows;

/// <summary>How much of what was done about alerts is kept.</summary>
public sealed record ActivityLimits
{
    /// <summary>Activities of one alert; the oldest go first. Default 100.</summary>
    public int PerAlert { get; init; } = 100;

    /// <summary>How long an activity is kept. Default 90 days.</summary>
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Characters of what was said; the rest is cut off. Default 4096.</summary>
    public int Text { get; init; } = 4096;

    /// <summary>Characters of who did it, and of a system's name. Default 256.</summary>
    public int Name { get; init; } = 256;

    /// <summary>The activity with texts that are too long cut off.</summary>
    public AlertActivity Cut(AlertActivity activity) => activity with
    {
        By = LimitedText.Cut(activity.By, Name),
        System = LimitedText.Cut(activity.System, Name),
        Text = LimitedText.Cut(activity.Text, Text),
    };
}
