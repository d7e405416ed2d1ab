using Tocsin.Dsl.Binding;

namespace Tocsin.Alerting.Foreign;

/// <summary>Where the classes of a plugin come from, for what is made of them.</summary>
/// <param name="Id">The plugin.</param>
/// <param name="Folder">Where its code was loaded from; it stays as it is while the code is in use.</param>
/// <param name="Code">Its code, to be told who uses it.</param>
/// <param name="Health">Takes what its code does wrong.</param>
/// <param name="Comments">The comments of its assembly.</param>
public sealed record PluginSource(string Id, string Folder, PluginCode Code, PluginHealth Health, DocumentationFile Comments);
