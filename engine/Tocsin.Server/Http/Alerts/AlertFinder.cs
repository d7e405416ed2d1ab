using Tocsin.Alerting.Alerts.Activities;
using Tocsin.Alerting.Hosting;
using Tocsin.Dsl.Text;

namespace Tocsin.Server.Http.Alerts;

/// <summary>Finds the alerts that requests name, or says which may be meant.</summary>
internal sealed class AlertFinder(AlertSystem alerts)
{
    // A topic may hold hundreds of thousands: the nearest name of a slip of the pen is among these, or it is not told.
    private const int NamesCompared = 10_000;

    /// <exception cref="ApiException">There is no such alert; it says which may be meant.</exception>
    public AlertStatus Find(string topic, string id)
    {
        if (topic.Length == 0 || id.Length == 0)
            throw ApiException.BadRequest("an alert is named by its topic and its id");
        if (alerts.Activities.Find(topic, id) is { } alert)
            return alert;
        if (!alerts.Topics.TryGet(topic, out _))
            throw ApiException.NotFound(UnknownTopic(topic));

        var other = alerts.Activities.TopicsKnowing(id) is [var first, ..] ? $"; topic \"{first}\" does" : Hint(id, IdsOf(topic));
        throw ApiException.NotFound($"topic \"{topic}\" knows no alert \"{id}\"{other}");
    }

    /// <summary>An alert in all topics that know it, first those where it is open.</summary>
    /// <exception cref="ApiException">None does.</exception>
    public IReadOnlyList<AlertStatus> FindAnywhere(string id)
    {
        if (id.Length == 0)
            throw ApiException.BadRequest("an alert is named by its id");
        var found = alerts.Activities.TopicsKnowing(id).Select(topic => alerts.Activities.Find(topic, id)).OfType<AlertStatus>().ToList();
        if (found.Count > 0)
            return found;
        var known = alerts.Topics.List().SelectMany(topic => IdsOf(topic.Name)).Take(NamesCompared).ToList();
        throw ApiException.NotFound($"no topic knows an alert \"{id}\"{Hint(id, known)}");
    }

    public string UnknownTopic(string topic) =>
        $"unknown topic: \"{topic}\"{Hint(topic, [.. alerts.Topics.List().Take(NamesCompared).Select(known => known.Name)])}";

    private List<string> IdsOf(string topic) => [.. (alerts.Topics.ListEvents(topic) ?? []).Take(NamesCompared).Select(known => known.Id)];

    private static string Hint(string name, IReadOnlyCollection<string> known) =>
        NearestName.Find(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : "";
}
