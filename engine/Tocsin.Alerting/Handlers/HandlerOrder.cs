using Tocsin.Alerting.Configuration.Variables;
using Tocsin.Alerting.Isolation;
using Tocsin.Alerting.Names;

namespace Tocsin.Alerting.Handlers;

/// <summary>A handler that is to be made, whoever defined it: in a file, by the API, in a script, or for a test of its service.</summary>
/// <param name="Target">Whose deliveries it makes.</param>
/// <param name="Kind">The name of its kind.</param>
/// <param name="Options">Its options; variables have been filled in, and are by nobody after this.</param>
internal sealed record HandlerOrder(HandlerTarget Target, string Kind, FilledOptions Options)
{
    /// <summary>What it is called in its own lines.</summary>
    public required string Id { get; init; }

    /// <summary>Takes these lines.</summary>
    public Action<string> Log { get; init; } = static _ => { };

    /// <summary>Where its definition wants its calls to run.</summary>
    public HandlerIsolation Isolation { get; init; }
}
