using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Silences;

/// <summary>The key <c>when</c> of a silence: the hours in which it is active.</summary>
internal sealed record SilenceHours : ICheckedOptions
{
    /// <summary>Days of the week, such as <c>mon-fri</c> or <c>sat,sun</c>: those on which a window begins. Empty, the default: all.</summary>
    public string Days { get; init; } = "";

    /// <summary>When a window begins, such as <c>22:00</c>.</summary>
    public required string From { get; init; }

    /// <summary>When it ends, such as <c>06:00</c>: on the next day when that is not after its begin. At most <c>24:00</c>.</summary>
    public required string To { get; init; }

    /// <summary>The time zone, by its name at the IANA, such as <c>Europe/Berlin</c>. Default: UTC.</summary>
    public string Zone { get; init; } = "";

    public IEnumerable<OptionProblem> Check()
    {
        if (!SilenceWindow.TryCreate(Days, From, To, Zone, out _, out var option, out var error))
            yield return new OptionProblem(option, error);
    }
}
