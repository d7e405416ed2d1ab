using System.Globalization;
using Tocsin.Dsl.Lambda;
using Tocsin.Engine.Tests.Testing;
using Tocsin.Pipelines.Data;
using Tocsin.Pipelines.Nodes.Alert;

namespace Tocsin.Engine.Tests.Nodes.Alert;

/// <summary>Alert nodes and what they raise, in short.</summary>
internal static class AlertRun
{
    /// <summary>A node with conditions such as <c>info>60 infoReset&lt;50 crit>80</c> over the field <c>v</c>, which shows its events downstream.</summary>
    public static AlertNode Node(string conditions)
    {
        var node = new AlertNode { LevelField = "level", DurationField = "d", IdField = "id", MessageField = "msg" };
        foreach (var condition in conditions.Split(' '))
        {
            var at = condition.IndexOfAny(['>', '<']);
            var lambda = Script.Lambda($"\"v\" {condition[at]} {condition[(at + 1)..]}.0");
            switch (condition[..at])
            {
                case "info": node.Info = lambda; break;
                case "warn": node.Warn = lambda; break;
                case "crit": node.Crit = lambda; break;
                case "infoReset": node.InfoReset = lambda; break;
                case "warnReset": node.WarnReset = lambda; break;
                case "critReset": node.CritReset = lambda; break;
                default: throw new FormatException(condition);
            }
        }

        return node;
    }

    /// <summary>Feeds values ten seconds apart, the first at 10 s.</summary>
    public static NodeHarness Values(this NodeHarness run, string values) =>
        run.Points([.. values.Split(' ').Select((value, i) => $"m v={value} {(i + 1) * 10}")]);

    /// <summary>The events as <c>LEVEL@seconds+duration</c>.</summary>
    public static string Events(this NodeHarness run) => string.Join(' ', run.EmittedPoints.Select(Event));

    /// <summary>The values of a text field of what was emitted.</summary>
    public static IEnumerable<string?> Texts(this NodeHarness run, string field) =>
        run.EmittedPoints.Select(point => point.Text(point.Layout.IndexOf(field)));

    public static long Counted(this NodeHarness run, string counter) => run.Stats.Counters.Single(other => other.Name == counter).Value;

    private static string Event(Point point) => string.Create(
        CultureInfo.InvariantCulture,
        $"{point.Text(point.Layout.IndexOf("level"))}@{Print.Seconds(point.Time)}+{Print.Seconds(point.Integer(point.Layout.IndexOf("d")))}");
}
