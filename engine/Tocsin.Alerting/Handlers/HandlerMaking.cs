using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>One handler on its way from a definition to what is called: bound, with its secrets known, and in its guard or in a process of its own.</summary>
/// <param name="services">For this definition.</param>
internal sealed class HandlerMaking(HandlerKind kind, HandlerConstructor constructor, IHandlerModule? module, HandlerServices services, HandlerContext context)
{
    /// <returns>Null when a problem was added.</returns>
    public IAlertHandler? Make(ConfigValue given, List<ConfigProblem> problems)
    {
        var filled = kind.Options.Fill(given);
        var options = filled.Options;
        var bound = kind.Options.Bind(options, isComplete: true, problems);
        var settings = kind.Options.SettingsOf(options, kind.Options.Accounts(services.Sections, problems), problems);
        var secrets = new SecretTexts(SecretsOf(bound, settings).Concat(services.SecretValues).Concat(filled.SecretValues).Where(secret => secret.Length > 0).Distinct());
        if (problems.Count > 0)
        {
            for (var i = 0; i < problems.Count; i++)
                problems[i] = problems[i] with { Message = secrets.Hide(problems[i].Message) };
            return null;
        }

        if (kind.Options.IsOff(settings))
            return Wrap(new RefusingHandler(kind.Options.NotEnabled));
        if (kind.CheckIsolation(services.Isolate) is { } misplaced)
        {
            problems.Add(new ConfigProblem(misplaced));
            return null;
        }

        var log = context.Log;
        var lines = new LimitedLog(secrets, services.Time);
        var own = context with { Log = text => lines.Write(text, log), EventJson = AlertJson.WriteLine };
        if (services.Isolation is { } isolation && (services.Isolate == HandlerIsolation.Process || isolation.Wants(kind)))
            return Wrap(new GuardedHandler(isolation.Make(kind, options, services.Sections, own), context.HandlerId, kind.Plugin?.Code, null, secrets));
        if (ServicesFor(settings, problems) is not { } its)
            return null;
        if (!constructor.TryCall(bound, settings, its, own, out var handler, out var error))
        {
            problems.Add(new ConfigProblem(secrets.Hide($"handler kind '{kind.Name}': {error}")));
            return null;
        }

        if (kind.IsForwarding)
            return handler;
        return Wrap(kind.Plugin is not null || secrets.Any ? new GuardedHandler(handler, context.HandlerId, kind.Plugin?.Code, kind.Plugin?.Health, secrets) : handler);
    }

    /// <returns>Null when a problem was added.</returns>
    private HandlerServices? ServicesFor(object? settings, List<ConfigProblem> problems)
    {
        var own = module is null ? services : services with { Engine = module };
        if (settings is null or Array || kind.Options.Settings is not { } section || !constructor.TakesHttp)
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

    private IAlertHandler Wrap(IAlertHandler handler) => services.Wrap?.Invoke(kind, context, handler) ?? handler;

    private IEnumerable<string> SecretsOf(object? options, object? settings)
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
