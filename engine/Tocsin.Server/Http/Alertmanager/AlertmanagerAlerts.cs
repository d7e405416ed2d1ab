using Tocsin.Alerting.Alerts.Listing;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>What is open, as Alertmanager would list it.</summary>
internal sealed class AlertmanagerAlerts(AlertEngine engine)
{
    /// <summary>As long as it would take Alertmanager to end an alert that nobody sends again.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromMinutes(5);

    private readonly AlertmanagerTexts _texts = new(engine.Alerts.Index);

    /// <summary>Those that are wanted, by fingerprint.</summary>
    public IReadOnlyList<AlertmanagerAlert> List(AlertmanagerFilter wanted)
    {
        var ends = AlertmanagerJson.Time(engine.Time.GetUtcNow() + OpenFor);
        ListedAlert[] open = [.. engine.Alerts.Index.Read().Worst.Where(alert => wanted.Takes(new AlertLabels(alert.Event)))];
        var texts = _texts.Of(open);
        var routes = AlertmanagerRoutes.Of(engine.Alerts.Topics);
        var silences = engine.Alerts.Silences.Of([.. open.Select(alert => alert.Event)]);
        var found = new List<AlertmanagerAlert>(open.Length);
        for (var i = 0; i < open.Length; i++)
        {
            var names = routes.ReceiversOf(open[i].Topic, new AlertLabels(open[i].Event));

            // One of a few handlers leaves the alert to the others.
            string[] silencedBy = [.. silences[i].Where(silence => names.All(name => silence.Covers(HandlerTarget.Parse(name)))).Select(AlertmanagerSilence.IdOf).Order(StringComparer.Ordinal)];
            if (wanted.TakesState(isSilenced: silencedBy.Length > 0) && names.Any(wanted.TakesReceiver))
                found.Add(new AlertmanagerAlert(open[i], texts[i], names, silencedBy, ends));
        }

        found.Sort(static (left, right) => string.CompareOrdinal(left.Text.Fingerprint, right.Text.Fingerprint));
        return found;
    }
}
