using Tocsin.Alerting.Storage.Rows;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Alerts.Care;

/// <summary>What people and incident systems do about one alert at present.</summary>
internal sealed record AlertCare
{
    public static readonly AlertCare None = new();

    /// <summary>Null while nobody takes care.</summary>
    public Acknowledgement? Acknowledgement { get; init; }

    /// <summary>The incidents of the problem, in the order they became known. They stay after the recovery, until the next problem.</summary>
    public IReadOnlyList<IncidentReference> Incidents { get; init; } = [];

    /// <summary>The last note, to know its echo; null when there is none since the server started.</summary>
    public AlertActivity? LastNote { get; init; }

    /// <summary>True when an incident is linked, with this page or with one where the other names none.</summary>
    public bool Knows(IncidentReference incident) => Incidents.Any(known =>
        known.System == incident.System && known.Id == incident.Id && (incident.Url.Length == 0 || incident.Url == known.Url));

    /// <summary>The same with one more incident.</summary>
    public AlertCare With(IncidentReference incident) => this with
    {
        Incidents = [.. Incidents.Where(known => known.System != incident.System || known.Id != incident.Id), incident],
    };

    /// <summary>
    /// What is left after an event. A recovery ends the acknowledgement; so does a level above the one that was acknowledged, as nobody has
    /// seen that yet. The incidents are those of one problem, from one OK to the next.
    /// </summary>
    public AlertCare After(AlertLevel before, AlertLevel now)
    {
        if (before == AlertLevel.Ok && now != AlertLevel.Ok)
            return None;
        return Acknowledgement is { } given && (now == AlertLevel.Ok || now > given.Level) ? this with { Acknowledgement = null } : this;
    }
}
