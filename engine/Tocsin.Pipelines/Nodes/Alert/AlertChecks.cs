using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Names;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Lambda.Ranges;
using Tocsin.Dsl.Syntax.Remedies;
using Tocsin.Dsl.Templates.Texts;
using Tocsin.Dsl.Time;
using Tocsin.Sdk;

namespace Tocsin.Pipelines.Nodes.Alert;

/// <summary>Finds what cannot work in the levels and texts of an alert, before there is any data.</summary>
internal static class AlertChecks
{
    private static readonly AlertLevel[] Levels = [AlertLevel.Info, AlertLevel.Warning, AlertLevel.Critical];

    private static readonly Remedy NameGroup = Remedy.Call("id('{{ .Name }}:{{ .Group }}')");

    /// <summary>What the node alone tells.</summary>
    public static void Validate(AlertNode node, NodeProblems problems)
    {
        foreach (var level in Levels)
        {
            var name = PropertyOf(level);
            if (node.ConditionOf(level) is null && node.ResetOf(level) is not null)
                problems.Warning("TS3102", $"{name}Reset does nothing without {name}", new WayOut($"add .{name}(lambda: …) or remove .{name}Reset", Remedy.Remove()), $"{name}Reset");
        }

        if (Levels.All(level => node.ConditionOf(level) is null))
            problems.Warning("TS3681", "none of info, warn and crit says when: it is always OK and never alerts", new WayOut("add .crit(lambda: …)", Remedy.Add(".crit(lambda: \"value\" > 90.0)")));
        if (node.FlapThresholds is { } flap && (flap.Low > 1 || flap.High > 1))
            problems.ErrorOfValue($"flapping({flap.Low}, {flap.High}): the thresholds are shares between 0 and 1", new WayOut("write flapping(0.25, 0.5)", Remedy.Call("flapping(0.25, 0.5)")), "flapping");
        else if (node.FlapThresholds is { } turned && turned.Low > turned.High)
            problems.Warning("TS3880", $"flapping({turned.Low}, {turned.High}): low is above high: between the two every point begins or ends the flapping", new WayOut($"write flapping({turned.High}, {turned.Low})", Remedy.Call($"flapping({turned.High}, {turned.Low})")), "flapping");
        if (AddressableName.Problem(node.Topic) is { } unreachable)
            problems.ErrorOfValue($"the topic cannot be used: {unreachable}", "choose another topic", "topic");
        else if (node.Topic.Length > 0 && !TopicName.CanHaveHandlers(node.Topic))
            problems.Warning("TS3511", $"no handler can be defined for the topic '{node.Topic}': names of such topics hold {TopicName.Parts}", new WayOut("choose another name", Remedy.Literal(node.Topic, $"'{Usable(node.Topic)}'")), "topic");
        if (node.LongestAbsence is { } absence && absence < Duration.Zero)
            problems.ErrorOfValue($"closeWhenSilent({absence}): the time must not be negative", new WayOut("write closeWhenSilent(10m), or 0s for never", Remedy.Call("closeWhenSilent(10m)")), "closeWhenSilent");
        if (node is { BlindAfter: not null, Deadman: null })
            problems.ErrorOfValue("holdWhenBlind: only a deadman is held", new WayOut("write it behind |deadman(…), or remove it", Remedy.Remove()), "holdWhenBlind");
        else if (node.BlindAfter is { } blind && blind < Duration.Zero)
            problems.ErrorOfValue($"holdWhenBlind({blind}): the time must not be negative", new WayOut("write holdWhenBlind(1m), or 0s for never", Remedy.Call("holdWhenBlind(1m)")), "holdWhenBlind");
        foreach (var use in node.Handlers)
        {
            var judged = use.Judge(problems.Setting<ConfigEnvironment>()?.ValueOf);
            foreach (var problem in judged.Problems)
                problems.ErrorOfValue(problem.Message, use.Span);
            foreach (var option in judged.PlainVariables)
            {
                problems.Warning(
                    "TS3720", $"option '{option}' of handler kind '{use.Kind}' has a variable in it, and scripts fill none in: it is sent as it stands",
                    "set the option in the configuration, or define a handler of a topic, where ${env:NAME} and ${file:PATH} are filled in", use.Span);
            }

            foreach (var option in judged.PlainSecrets)
            {
                problems.Warning(
                    "TS3900", $"option '{option}' of handler kind '{use.Kind}' is a secret and stands in the script: whoever has the script, or the role author, has it",
                    "set it in the configuration, or define a handler of a topic, where ${env:NAME} and ${file:PATH} are filled in", use.Span);
            }

            foreach (var (option, _, _, warnings) in judged.Texts)
            {
                foreach (var warning in warnings)
                    problems.Warning("TS3101", $"option '{option}' of handler kind '{use.Kind}': {warning.Message}", "correct it: it fails for every event", use.Span);
            }
        }

        foreach (var (property, text, options) in AlertTexts.Of(node))
            Validate(property, TextTemplate.Parse(property, text, options), problems);
    }

    /// <summary>What the data that comes in tells besides.</summary>
    public static void Follow(AlertNode node, NodeFlow flow)
    {
        foreach (var level in Levels)
        {
            flow.Condition(node.ConditionOf(level), PropertyOf(level));
            flow.Condition(node.ResetOf(level), PropertyOf(level) + "Reset");
            WarnOfHidden(node, level, flow);
        }

        WarnOfUngrouped(node, flow);
        foreach (var (property, text, options) in AlertTexts.Of(node))
        {
            if (TextTemplate.Parse(property, text, options).Template is not { } template)
                continue;
            Follow(property, template, flow);
            if (property != "id" || flow.HasStandInValues)
                continue;
            WarnOfShared(template, flow);
            node.Identify(template, flow.Input);
        }

        foreach (var use in node.Handlers)
        {
            foreach (var text in use.Judged.Texts)
            {
                foreach (var field in text.Template.KeysOf("Fields"))
                    flow.ReadField(field, at: use.Span);
                foreach (var tag in text.Template.KeysOf("Tags"))
                    flow.ReadTag(tag, at: use.Span);
            }
        }
    }

    private static void Validate(string property, TemplateParseResult parsed, NodeProblems problems)
    {
        if (parsed.Error is { } error)
        {
            problems.ErrorOfValue($"{property}: {error.Message}", "{{ begins a template; names of tags and fields are written in double quotes: {{ index .Tags \"host\" }}", property);
            return;
        }

        foreach (var warning in parsed.Warnings)
        {
            var isSentAsPlainText = warning.Message == parsed.Template?.KnownFailure;
            problems.Warning("TS3101", $"{property}: {warning.Message}", isSentAsPlainText
                ? "close every tag and attribute; until then the text is sent as plain text"
                : "until it is corrected, the default text is sent", property);
        }
    }

    private static void Follow(string property, TextTemplate template, NodeFlow flow)
    {
        foreach (var field in template.KeysOf("Fields"))
            flow.ReadField(field, property);
        foreach (var tag in template.KeysOf("Tags"))
        {
            flow.ReadTag(tag, property);
            if (property == "id" && flow.Input.Tags.MayHave(tag) && !flow.Input.IsOneInGroup(tag))
            {
                flow.Warning(
                    "TS3305",
                    $"the id names the tag '{tag}', and {flow.Input.Dimensions.WhyNot(tag)}: all its values share one level, so that alerts begin and end by the points of others",
                    new WayOut($"group by it before: groupBy('{tag}')", Remedy.Insert($"|groupBy('{tag}')")), property);
            }
        }
    }

    /// <summary>Warns of an id that is the same for several groups.</summary>
    private static void WarnOfShared(TextTemplate id, NodeFlow flow)
    {
        var (data, named) = (flow.Input, id.AllKeysOf("Tags").ToHashSet(StringComparer.Ordinal));
        if (id.ReadsAllOf("Group"))
            return;

        // Whoever names something that is not a tag, or does not group, is warned of that.
        if (id.KeysOf("Tags").Any(tag => !data.Tags.MayHave(tag) || !data.IsOneInGroup(tag)))
            return;
        string[] missing =
        [
            .. id.ReadsAllOf("Tags") ? [] : data.Groups.Tags.Except(named).Except(data.FixedTags).Order(StringComparer.Ordinal).Select(tag => $"'{tag}'"),
            .. data.Groups.IsByName && data.Measurement is null && !id.ReadsAllOf("Name") ? new[] { "the measurement" } : [],
        ];
        if (missing.Length > 0)
        {
            flow.Warning(
                "TS3680", $"the id does not name {string.Join(" and ", missing)}, by which the data is grouped: groups that differ in nothing else share one alert, which begins and ends by the points of all of them",
                new WayOut("name the group: {{ .Group }}, or {{ index .Tags \"host\" }} for each of its tags", NameGroup), "id");
        }
        else if (data.Groups.IsByAllTags && named.Count == 0 && !id.ReadsAllOf("Tags"))
        {
            flow.Warning(
                "TS3680", "the id names no tag, and the data is grouped by all of them: all groups share one alert, which begins and ends by the points of all of them",
                new WayOut("name the group: {{ .Group }}, or {{ index .Tags \"host\" }}", NameGroup), "id");
        }
    }

    // An inhibition has the values of its group; where there is none it mutes only what has no such tag.
    private static void WarnOfUngrouped(AlertNode node, NodeFlow flow)
    {
        if (flow.HasStandInValues)
            return;
        foreach (var tag in node.Inhibitions.SelectMany(inhibition => inhibition.Tags).Distinct())
        {
            if (flow.Input.Dimensions.WhyNot(tag) is { } why)
                flow.Warning("TS3960", $"inhibit names the tag '{tag}', and {why}: it mutes only alerts that have no tag '{tag}'", $"group by it before: groupBy('{tag}'), or take it out of inhibit", "inhibit");
        }
    }

    // The highest level whose condition holds counts.
    private static void WarnOfHidden(AlertNode node, AlertLevel level, NodeFlow flow)
    {
        if (flow.HasStandIns || node.ConditionOf(level) is not { } condition || Conditions.WhyNever(condition) is not null)
            return;
        foreach (var higher in Levels.Where(other => other > level))
        {
            if (node.ConditionOf(higher) is not { } above || !Conditions.Implies(condition, above))
                continue;
            flow.Warning(
                "TS3306", $"{level.Text()} is never reached: whenever {PropertyOf(level)} holds, {PropertyOf(higher)} holds too, and the highest level counts",
                new WayOut($"let {PropertyOf(higher)} ask for more than {PropertyOf(level)}", Remedy.Remove().Unlikely()), PropertyOf(level));
            return;
        }
    }

    private static string Usable(string topic) => string.Concat(topic.EnumerateRunes().Select(rune => TopicName.CanHaveHandlers(rune.ToString()) ? rune.ToString() : "-"));

    private static string PropertyOf(AlertLevel level) => level switch
    {
        AlertLevel.Info => "info",
        AlertLevel.Warning => "warn",
        _ => "crit",
    };
}
