using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Storage.Rows;
using Tocsin.Engine.Sources.Generic;
using Tocsin.Sdk;
using Tocsin.Sdk.Sources;

namespace Tocsin.Engine.Sources;

/// <summary>A definition put to work: all that takes a request in. Replaced as a whole when the definition or its kind changes.</summary>
internal sealed class SourcePlan : IDisposable
{
    private static readonly ConfigNull Nothing = new();

    private SourcePlan(
        SourceKind kind, IAlertSource reader, string topic, SourceAuth auth, SourcePoints? points, SourceLimits limits, SecretTexts secrets, TimeProvider time)
    {
        Secrets = secrets;
        Kind = kind;
        Reader = reader;
        Topic = topic.Length == 0 ? kind.Name : topic;
        Auth = auth;
        Points = points;
        Limits = limits;
        IsOpen = auth.IsOpen && AcceptsAnything(reader);
        NoticesRepeats = reader is not GenericSource { NoticesRepeats: false };
        Limiter = SourceLimiter.OfRequests(limits, time);
        AlertLimiter = SourceLimiter.OfAlerts(limits, time);
    }

    public SourceKind Kind { get; }

    public IAlertSource Reader { get; }

    /// <summary>Where events go that name no topic.</summary>
    public string Topic { get; }

    public SourceAuth Auth { get; }

    /// <summary>Null when points are not written.</summary>
    public SourcePoints? Points { get; }

    public SourceLimits Limits { get; }

    /// <summary>The texts of the definition that nobody may see.</summary>
    public SecretTexts Secrets { get; }

    /// <summary>Null when requests are not limited.</summary>
    public SourceLimiter? Limiter { get; }

    /// <summary>Null when alerts are not limited.</summary>
    public SourceLimiter? AlertLimiter { get; }

    /// <summary>True when anybody may send: neither <c>auth</c> nor the kind refuses a request with nothing in it.</summary>
    public bool IsOpen { get; }

    /// <summary>False when a request that somebody recorded can be sent again: nothing in it says that it is not new.</summary>
    public bool NoticesRepeats { get; }

    /// <summary>Makes a source of its definition.</summary>
    /// <param name="values">The definition, with variables as they were written.</param>
    /// <param name="environment">Answers variables of the environment.</param>
    /// <param name="problems">Takes all that is wrong with it.</param>
    /// <param name="readFile">Answers what a file that a variable names says; null for those of this machine.</param>
    public static bool TryCreate(
        SourceSpec spec, ConfigMap values, SourceKinds kinds, SourceContext context, Func<string, string?> environment, TimeProvider time,
        [NotNullWhen(true)] out SourcePlan? plan, List<ConfigProblem> problems, Func<string, string>? readFile = null)
    {
        plan = null;
        if (!kinds.TryFind(spec.Kind, out var kind))
        {
            problems.Add(new ConfigProblem(kinds.Unknown(spec.Kind), values.TryFind("kind", out var value) ? value.Place : values.Place));
            return false;
        }

        var before = problems.Count;
        var topic = Part(values, "topic");
        if (ConfigVariables.AreIn(topic))
            problems.Add(new ConfigProblem("topic cannot take variables, as everybody sees it: write the name of a topic", topic.Place) { Option = "topic" });
        var variables = FilledOptions.Of(values, environment, readFile);
        problems.AddRange(variables.Problems);
        if (problems.Count > before)
            return false;

        var filled = (ConfigMap)variables.Options;

        var auth = SourceAuth.Read(Part(filled, "auth"), problems);
        var points = Part(filled, "points") is ConfigMap map ? Bind<SourcePoints>(map, "points", problems) : null;
        var limits = Bind<SourceLimits>(Part(filled, "limits"), "limits", problems);
        var options = Part(filled, "options");
        var secrets = new SecretTexts([.. variables.SecretValues, .. auth.Secrets, .. kind.SecretsIn(options)]);
        var lines = new LimitedLog(secrets, time);
        var fromHere = context with { Log = text => lines.Write(text, context.Log) };
        if (kind.TryCreate(options, fromHere, time, out var reader, problems) && problems.Count == before)
            plan = new SourcePlan(kind, reader, (topic as ConfigText)?.Value ?? "", auth, points, limits, secrets, time);
        else
            (reader as IDisposable)?.Dispose();

        // What is wrong may be said with the value that a variable stands for.
        for (var i = before; i < problems.Count; i++)
            problems[i] = problems[i] with { Message = secrets.Hide(problems[i].Message) };
        return plan is not null;
    }

    public void Dispose() => (Reader as IDisposable)?.Dispose();

    private static bool AcceptsAnything(IAlertSource reader)
    {
        try
        {
            return reader.Verify(new SourceRequest()) is null;
        }
        catch (Exception)
        {
            // A kind that cannot judge a request lets none in.
            return false;
        }
    }

    private static T Bind<T>(ConfigValue value, string owner, List<ConfigProblem> problems) =>
        (T)OptionsBinder.Bind(typeof(T), value, new BindRules(owner), problems);

    private static ConfigValue Part(ConfigMap values, string key) => values.TryFind(key, out var value) ? value : Nothing;
}
