using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Options of a handler that name something of the server's configuration, or may be of no use though they are accepted.</summary>
internal interface IServedOptions
{
    /// <summary>What the options need and neither they nor the configuration have, and what no delivery can be made with.</summary>
    /// <param name="entries">The entries of the kind's section; null when the configuration is not known.</param>
    IEnumerable<OptionProblem> CheckService(IReadOnlyList<object>? entries);
}
