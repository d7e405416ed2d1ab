using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Definitions;
using Tocsin.Alerting.Handlers;
using Tocsin.Alerting.Handlers.Post;
using Tocsin.Dsl.Binding;
using Tocsin.Dsl.Syntax;

namespace Tocsin.Pipelines.Processing;

/// <summary>What a node looks at to tell whether it can do its work on a server.</summary>
/// <param name="Node">The node in its script.</param>
/// <param name="Surroundings">The server.</param>
/// <param name="Found">Takes warnings, and errors for what keeps the task from starting.</param>
internal sealed record ServerCheck(GraphNode Node, Surroundings Surroundings, DiagnosticBag Found)
{
    /// <summary>What nodes before this one in the script raise, by identity. Filled while the script is checked.</summary>
    public required Dictionary<string, RaisedAlert> Raised { get; init; }

    /// <summary>Null when it is not known.</summary>
    public string? TaskId { get; init; }

    /// <summary>What the task reads; null when it is not known.</summary>
    public IReadOnlyList<Dbrp>? Dbrps { get; init; }

    /// <summary>True when the script is a template with variables that have no values.</summary>
    public bool IsOfTemplate { get; init; }

    /// <summary>Refuses an endpoint of <c>httppost</c> that is not configured.</summary>
    /// <param name="name">The endpoint; empty for none.</param>
    /// <param name="property">The property that names it.</param>
    public void RequireEndpoint(string name, string property)
    {
        if (name.Length == 0 || Surroundings.Services is not { } services)
            return;
        var names = new HandlerSettings(typeof(PostEndpoint)).BindAll(services, []).OfType<PostEndpoint>().Select(endpoint => endpoint.Endpoint).ToList();
        if (!names.Contains(name))
        {
            Found.Error(
                "TS3323", Node.SpanOf(property),
                $"{Node.Descriptor.Name}: there is no endpoint '{name}' in httppost of the configuration{NameHint.Of(name, names)}; the task cannot start");
        }
    }
}
