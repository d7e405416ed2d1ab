using System.Diagnostics.CodeAnalysis;
using Tocsin.Engine.Configuration;
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
        Limiter = limits.PerSecond > 0 ? new RequestLimiter(limits, time) : null;
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
    public RequestLimiter? Limiter { get; }

    /// <summary>True when anybody may send: neither <c>auth</c> nor the kind refuses a request with nothing in it.</summary>
    public bool IsOpen { get; }

    /// <summary>Makes a source of its definition.</summary>
    /// <param name="values">The definition, with variables as they were written.</param>
    /// <param name="problems">Takes all that is wrong with it.</param>
    public static bool TryCreate(
        ConfigMap values, SourceKind kind, SourceContext context, SourceServices services, [NotNullWhen(true)] out SourcePlan? plan,
        List<ConfigProblem> problems)
    {
        plan = null;
        var before = problems.Count;
        var variables = new OptionVariables(services.Environment, problems);
        var filled = (ConfigMap)variables.Fill(values);
        if (problems.Count > before)
            return false;

        var auth = SourceAuth.Read(Part(filled, "auth"), problems);
        var points = Part(filled, "points") is ConfigMap map ? Bind<SourcePoints>(map, "points", problems) : null;
        var limits = Bind<SourceLimits>(Part(filled, "limits"), "limits", problems);
        var options = Part(filled, "options");
        var secrets = new SecretTexts([.. variables.Secrets, .. auth.Secrets, .. kind.SecretsIn(options)]);
        var fromHere = context with { Log = text => context.Log(secrets.Hide(text)) };
        if (kind.TryCreate(options, fromHere, services.Time, out var reader, problems) && problems.Count == before)
            plan = new SourcePlan(kind, reader, (Part(filled, "topic") as ConfigText)?.Value ?? "", auth, points, limits, secrets, services.Time);
        else
            (reader as IDisposable)?.Dispose();
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
