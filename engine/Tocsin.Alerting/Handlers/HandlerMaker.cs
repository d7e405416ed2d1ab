using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>
/// The one place where handlers are made, by the kinds that are in force at the time: judged by their options and their service, made,
/// and put into their guard or into a process of their own.
/// </summary>
/// <param name="kinds">The kinds in force.</param>
/// <param name="context">What handlers learn of the server; their own id and log come with the order.</param>
/// <param name="guard">Is told what is made of foreign code.</param>
internal sealed class HandlerMaker(Func<HandlerKinds> kinds, HandlerServices services, HandlerContext context, CrashGuard guard)
{
    public HandlerKinds Kinds => kinds();

    public HandlerServices Services => services;

    /// <summary>Makes a handler; otherwise the refusal says all that is wrong. When it is disposable, its owner disposes it.</summary>
    public bool TryMake(HandlerOrder order, [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        handler = null;
        var inForce = Kinds;
        if (!inForce.TryFind(order.Kind, out var kind))
        {
            refusal = Refusal.Of(RefusalKind.Failed, [new ConfigProblem(inForce.Unknown(order.Kind)) { Option = "kind" }]);
            return false;
        }

        if (order.Options.Problems.Count > 0)
        {
            refusal = Refusal.Of(RefusalKind.Failed, order.Options.Problems, $"handler kind '{order.Kind}': ");
            return false;
        }

        var problems = new List<ConfigProblem>();
        try
        {
            using (guard.BeginMaking(order.Target, kind.CodeOf(order.Options.Options)))
                handler = Make(kind, order, problems);
        }
        catch (Exception e) when (kind.Plugin is not null)
        {
            problems.Add(new ConfigProblem(order.Options.Secrets.Hide($"handler kind '{kind.Name}': {kind.Plugin.FaultOfOptions(kind.Name, e)}")));
        }

        refusal = handler is null ? Refusal.Of(RefusalKind.Failed, problems) : null;
        return handler is not null;
    }

    /// <summary>Why a handler is left alone for what it did to the server; null when it is not.</summary>
    public string? WhySuspended(HandlerOrder order) => guard.WhySuspended(order.Target, CodeOf(order));

    /// <summary>Lets a handler be made that was left alone; false when it was not.</summary>
    public bool Resume(HandlerOrder order) => guard.Resume(order.Target, CodeOf(order));

    /// <summary>Lets a handler be made that was left alone for what its definition before did.</summary>
    public void Forgive(HandlerTarget target) => guard.Forgive(target);

    /// <summary>The foreign code that a handler's calls would run in this process; null when they would run none.</summary>
    public ForeignCode? CodeOf(HandlerOrder order) => Kinds.CodeOf(order.Kind, order.Options.Options);

    /// <returns>Null when a problem was added.</returns>
    private IAlertHandler? Make(HandlerKind kind, HandlerOrder order, List<ConfigProblem> problems)
    {
        var bound = kind.Options.Bind(order.Options, isComplete: true, problems);
        var settings = kind.Options.SettingsOf(order.Options.Options, kind.Options.Accounts(services.Sections, problems), problems);
        var secrets = new SecretTexts(SecretsOf(kind, bound, settings).Concat(order.Options.SecretValues).Where(secret => secret.Length > 0).Distinct());
        if (problems.Count > 0)
        {
            for (var i = 0; i < problems.Count; i++)
                problems[i] = problems[i] with { Message = secrets.Hide(problems[i].Message) };
            return null;
        }

        if (kind.Options.IsOff(settings))
            return Wrap(kind, order, new RefusingHandler(kind.Options.NotEnabled));
        if (kind.CheckIsolation(order.Isolation) is { } misplaced)
        {
            problems.Add(new ConfigProblem(misplaced));
            return null;
        }

        var lines = new LimitedLog(secrets, services.Time);
        var own = context with { HandlerId = order.Id, Log = text => lines.Write(text, order.Log), EventJson = AlertJson.WriteLine };
        if (services.Isolation is { } isolation && (order.Isolation == HandlerIsolation.Process || isolation.Wants(kind)))
            return Wrap(kind, order, new GuardedHandler(isolation.Make(kind, order.Options.Options, services.Sections, own, services.Clients.Guard.Options), order.Id, kind.Plugin?.Code, null, secrets));
        if (ServicesFor(kind, settings, problems) is not { } its)
            return null;
        if (!kind.Constructor.TryCall(bound, settings, its, own, out var handler, out var error))
        {
            problems.Add(new ConfigProblem(secrets.Hide($"handler kind '{kind.Name}': {error}")));
            return null;
        }

        if (kind.IsForwarding)
            return handler;
        return Wrap(kind, order, kind.Plugin is not null || secrets.Any ? new GuardedHandler(handler, order.Id, kind.Plugin?.Code, kind.Plugin?.Health, secrets) : handler);
    }

    private IAlertHandler Wrap(HandlerKind kind, HandlerOrder order, IAlertHandler handler) => services.Wrap?.Invoke(kind, order.Target, order.Id, handler) ?? handler;

    /// <returns>Null when a problem was added.</returns>
    private HandlerServices? ServicesFor(HandlerKind kind, object? settings, List<ConfigProblem> problems)
    {
        var own = kind.Module is { } module ? services with { Engine = module } : services;
        if (settings is null or Array || kind.Options.Settings is not { } section || !kind.Constructor.TakesHttp)
            return own;
        try
        {
            return section.TlsOf(settings) is { } tls ? own with { Http = services.HttpFor(tls) }
                : section.SkipsVerification(settings) ? own with { Http = services.UnverifiedHttp } : own;
        }
        catch (InvalidOperationException problem)
        {
            problems.Add(new ConfigProblem($"section '{section.Section}': {problem.Message}"));
            return null;
        }
    }

    private static IEnumerable<string> SecretsOf(HandlerKind kind, object? options, object? settings)
    {
        var own = options is null ? [] : OptionSecrets.Of(OptionsShape.Of(options.GetType()), options);
        var configured = settings switch
        {
            Array all => all.Cast<object>().SelectMany(entry => kind.Options.Settings?.SecretsOf(entry) ?? []),
            null => [],
            _ => kind.Options.Settings?.SecretsOf(settings) ?? [],
        };
        return own.Concat(configured);
    }
}
