using System.Reflection;
using Tocsin.Dsl.Binding;

namespace Tocsin.Alerting.Foreign;

/// <summary>Where the classes of a plugin come from, for what is made of them.</summary>
/// <param name="Id">The plugin.</param>
/// <param name="Folder">Where its code was loaded from; it stays as it is while the code is in use.</param>
/// <param name="Code">Its code, to be told who uses it.</param>
/// <param name="Health">Takes what its code does wrong.</param>
/// <param name="Comments">The comments of its assembly.</param>
public sealed record PluginSource(string Id, string Folder, PluginCode Code, PluginHealth Health, DocumentationFile Comments)
{
    /// <summary>Notes that code of the plugin threw where options of one of its kinds were used.</summary>
    /// <returns>What happened, for whoever gave the options: it may hold one of their values.</returns>
    internal string FaultOfOptions(string kind, Exception error)
    {
        var inner = error is TargetInvocationException { InnerException: { } thrown } ? thrown : error;

        // The message may hold a value of the options; whoever asked knows what must not be shown.
        Health.Threw("", $"options of kind '{kind}' cannot be used: {inner.GetType().Name}");
        return $"the plugin '{Id}' failed with {inner.GetType().Name}: {inner.Message}";
    }
}
