using System.Diagnostics.CodeAnalysis;
using Tocsin.Engine.Configuration;
using Tocsin.Engine.Plugins;
using Tocsin.Sdk;

namespace Tocsin.Engine.Alerts;

/// <summary>Makes the handlers of topics with the kinds in force.</summary>
internal sealed class KindHandlerFactory(HandlerKindRegistry kinds, HandlerServices services) : IHandlerFactory
{
    public bool TryCreate(
        string kind, string? optionsJson, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error)
    {
        var options = optionsJson is null ? ConfigMap.Empty : ConfigJson.Parse(optionsJson);
        return kinds.Current.TryCreate(kind, options, services, context, out handler, out error);
    }
}
