using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Matching.Labels;
using Tocsin.Alerting.Names;
using Tocsin.Engine.Hosting;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>What is open, as Alertmanager would list it.</summary>
internal sealed class AlertmanagerAlerts(AlertEngine engine)
{
    /// <summary>As long as it would take Alertmanager to end an alert that nobody sends again.</summary>
    private static readonly TimeSpan OpenFor = TimeSpan.FromMinutes(5);

    public IReadOnlyList<AlertmanagerAlert> List(AlertmanagerFilter wanted)
    {
        var ends = engine.Time.GetUtcNow() + OpenFor;
        var open = engine.Alerts.Activities.ListWithEvents(new AlertQuery()).Where(alert => wanted.Takes(new AlertLabels(alert.Event))).ToArray();
        var routes = AlertmanagerRoutes.Of(engine.Alerts.Topics);
        var silences = engine.Alerts.Silences.Of([.. open.Select(alert => alert.Event)]);
        var found = new List<AlertmanagerAlert>(open.Length);
        for (var i = 0; i < open.Length; i++)
        {
            var names = routes.ReceiversOf(open[i].Status.Topic, new AlertLabels(open[i].Event));

            // One of a few handlers leaves the alert to the others.
            string[] silencedBy = [.. silences[i].Where(silence => names.All(name => silence.Covers(HandlerTarget.Parse(name)))).Select(AlertmanagerSilence.IdOf).Order(StringComparer.Ordinal)];
            if (wanted.TakesState(isSilenced: silencedBy.Length > 0) && names.Any(wanted.TakesReceiver))
                found.Add(new AlertmanagerAlert(open[i].Status, open[i].Event, new AlertLabels(open[i].Event).All(), names, silencedBy, ends));
        }

        return found;
    }
}
