using Tocsin.Alerting.Foreign;
using Tocsin.Sdk;

namespace Tocsin.Alerting.Handlers;

/// <summary>What a built-in kind of handler stands on that is not part of the engine: it gives the constructor its parts and looks deeper into options.</summary>
public interface IHandlerModule : IServiceProvider
{
    /// <summary>Where relative paths in options begin.</summary>
    string Folder { get; }

    /// <summary>The option whose texts may hold variables also in scripts, which fill in those of no other.</summary>
    string KeyWithVariables { get; }

    /// <summary>What is wrong with options that are well formed, such as a file that does not compile; empty when nothing is.</summary>
    /// <param name="options">An instance of the kind's options class, perhaps with options still missing.</param>
    IEnumerable<OptionProblem> Check(object options);

    /// <summary>The foreign code that a handler of these options would run, as it is now; null when it would run none.</summary>
    /// <param name="options">As for <see cref="Check"/>.</param>
    ForeignCode? CodeOf(object options);
}
