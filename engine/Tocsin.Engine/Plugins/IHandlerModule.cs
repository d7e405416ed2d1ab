using Tocsin.Sdk;

namespace Tocsin.Engine.Plugins;

/// <summary>What a built-in kind of handler stands on that is no part of the engine: it gives the constructor its parts and looks deeper into options.</summary>
public interface IHandlerModule : IServiceProvider
{
    /// <summary>What is wrong with options that are well formed, such as a file that does not compile; empty when nothing is.</summary>
    /// <param name="options">An instance of the kind's options class, perhaps with options still missing.</param>
    IEnumerable<OptionProblem> Check(object options);
}
