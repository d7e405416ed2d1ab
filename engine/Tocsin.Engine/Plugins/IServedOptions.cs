using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>Options of a handler that name something of the server's configuration.</summary>
internal interface IServedOptions
{
    /// <summary>What the options need and neither they nor the configuration have; null when nothing is missing.</summary>
    /// <param name="entries">The entries of the kind's section; null when the configuration is not known.</param>
    OptionProblem? CheckService(IReadOnlyList<object>? entries);
}
