using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tocsin.Engine.Alerts;
using Tocsin.Engine.Configuration;
using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Makes the handlers of topics by the kinds that are in force.</summary>
public sealed class HandlerFactory(HandlerKindRegistry kinds, HandlerServices services) : IHandlerFactory
{
    public bool Knows(string kind) => kinds.Current.TryFind(kind, out _);

    public bool TryCreate(
        string kind, string? optionsJson, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out string? error)
    {
        try
        {
            var options = string.IsNullOrWhiteSpace(optionsJson) ? new ConfigNull() : ConfigJson.Parse(optionsJson);
            return kinds.Current.TryCreate(kind, options, services, context, out handler, out error);
        }
        catch (JsonException e)
        {
            handler = null;
            error = $"the options of handler kind '{kind}' are not JSON: {e.Message}";
            return false;
        }
    }
}
