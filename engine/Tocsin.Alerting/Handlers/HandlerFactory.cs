using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Foreign;
using Tocsin.Alerting.Isolation;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>Makes the handlers of topics by the kinds that are in force.</summary>
/// <param name="kinds">The kinds in force.</param>
public sealed class HandlerFactory(Func<HandlerKinds> kinds, HandlerServices services) : IHandlerFactory
{
    public bool Knows(string kind) => kinds().TryFind(kind, out _);

    public bool Forwards(string kind) => kinds().TryFind(kind, out var found) && found.IsForwarding;

    public bool TryCreate(
        string kind, string? optionsJson, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal) =>
        TryCreate(kind, optionsJson, HandlerIsolation.None, context, out handler, out refusal);

    public bool TryCreate(
        string kind, string? optionsJson, HandlerIsolation isolation, HandlerContext context,
        [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        try
        {
            var options = string.IsNullOrWhiteSpace(optionsJson) ? new ConfigNull() : ConfigJson.Parse(optionsJson);
            return TryCreate(kind, options, services with { Isolate = isolation }, context, out handler, out refusal);
        }
        catch (JsonException e)
        {
            handler = null;
            refusal = new Refusal(RefusalKind.Failed, $"the options of handler kind '{kind}' are not JSON: {e.Message}");
            return false;
        }
    }

    public ForeignCode? CodeOf(string kind, string? optionsJson)
    {
        try
        {
            return kinds().CodeOf(kind, string.IsNullOrWhiteSpace(optionsJson) ? new ConfigNull() : ConfigJson.Parse(optionsJson));
        }
        catch (JsonException)
        {
            // Nothing is made of such options.
            return null;
        }
    }

    public HandlerSystem SystemOf(string kind) => kinds().SystemOf(kind);

    private bool TryCreate(
        string kind, ConfigValue options, HandlerServices own, HandlerContext context, [NotNullWhen(true)] out IAlertHandler? handler, [NotNullWhen(false)] out Refusal? refusal)
    {
        var filled = FilledOptions.Of(options, Environment.GetEnvironmentVariable);
        if (filled.Problems.Count > 0)
        {
            handler = null;
            refusal = Refusal.Of(RefusalKind.Failed, filled.Problems, $"handler kind '{kind}': ");
            return false;
        }

        return kinds().TryCreate(kind, filled.Options, own with { SecretValues = filled.SecretValues }, context, out handler, out refusal);
    }
}
