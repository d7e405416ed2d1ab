using System.Text;
using Tocsin.Alerting.Alerts;
using Tocsin.Alerting.Matching.Labels;

namespace Tocsin.Server.Http.Alertmanager;

/// <summary>Topics and handlers at a moment, as the routing tree that an Alertmanager would have: one route for each handler, of which an alert may take several.</summary>
internal sealed class AlertmanagerRoutes
{
    /// <summary>The receiver of what no handler takes.</summary>
    private const string Nobody = "none";

    private readonly List<Route> _routes;
    private readonly ILookup<string, Route> _byTopic;

    private AlertmanagerRoutes(IEnumerable<ListeningHandler> handlers)
    {
        _routes = [.. handlers.Select(handler => new Route(handler, MatchMatchers.TryRead(handler.Match, out var matchers) ? matchers : null))];
        _byTopic = _routes.ToLookup(route => route.Handler.Topic, StringComparer.Ordinal);
    }

    /// <summary>The names of handlers, as <c>topic/handler</c>.</summary>
    public IEnumerable<string> Receivers => _routes.Select(route => route.Handler.Target).Order(StringComparer.Ordinal);

    public static AlertmanagerRoutes Of(Alerting.Alerts.Topics topics) => new(topics.Listening());

    /// <summary>The handlers that get an alert of a topic. Those with a match expression that matchers cannot say are taken to get it.</summary>
    public IReadOnlyList<string> ReceiversOf(string topic, AlertLabels labels)
    {
        var names = new List<string>();
        foreach (var route in _byTopic[topic])
        {
            if (route.Matchers?.All(matcher => matcher.Matches(labels[matcher.Name])) != false)
                names.Add(route.Handler.Target);
        }

        return names.Count > 0 ? names : [$"{topic}/{Nobody}"];
    }

    /// <summary>The tree as a configuration.</summary>
    public string Yaml()
    {
        var yaml = new StringBuilder("route:\n  receiver: none\n");
        if (_routes.Exists(route => route.Matchers is not null))
            yaml.Append("  routes:\n");
        foreach (var (handler, matchers) in _routes)
        {
            if (matchers is null)
                continue;
            LabelMatcher.TryCreate("topic", handler.Topic, isRegex: false, isEqual: true, out var ofTopic, out _);
            yaml.Append("  - receiver: ").Append(Quoted(handler.Target)).Append("\n    continue: true\n    matchers:\n");
            foreach (var matcher in matchers.Prepend(ofTopic!)) // Always right.
                yaml.Append("    - ").Append(Quoted(matcher.ToString())).Append('\n');
        }

        yaml.Append("receivers:\n- name: ").Append(Nobody).Append('\n');
        foreach (var (handler, _) in _routes)
            yaml.Append("- name: ").Append(Quoted(handler.Target)).Append('\n');
        foreach (var (handler, _) in _routes.Where(route => route.Matchers is null))
            yaml.Append("# ").Append(handler.Target).Append(" gets events of topic ").Append(handler.Topic).Append(" with ").Append(handler.Match.ReplaceLineEndings(" ")).Append('\n');
        return yaml.ToString();
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private readonly record struct Route(ListeningHandler Handler, IReadOnlyList<LabelMatcher>? Matchers);
}
