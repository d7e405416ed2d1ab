using System.Diagnostics.CodeAnalysis;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Crashes;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Names;
using Tocsin.Sdk;

namespace Tocsin.Testing;

/// <summary>Handlers of options as a script gives them, made as the engine makes them.</summary>
public static class MadeHandlers
{
    public static bool TryCreate(
        this HandlerKinds kinds, string kind, ConfigValue options, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        var filled = kinds.TryFind(kind, out var found) ? found.Options.Fill(options, services.Environment) : FilledOptions.AsWritten(options);
        var order = new HandlerOrder(new HandlerTarget("", context.HandlerId), kind, filled) { Id = context.HandlerId, Log = context.Log };
        return new HandlerMaker(() => kinds, services, context, CrashGuard.None).TryMake(order, out handler, out refusal);
    }

    /// <summary>The same for a kind beside which there is no other.</summary>
    public static bool TryCreate(
        this HandlerKind kind, ConfigValue options, HandlerServices services, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        var none = HandlerKinds.BuiltIn.Without([.. HandlerKinds.BuiltIn.All]);
        if (!none.TryAdd(kind, out var only, out var error))
            throw new ArgumentException(error, nameof(kind));
        return only.TryCreate(kind.Name, options, services, context, out handler, out refusal);
    }
}
