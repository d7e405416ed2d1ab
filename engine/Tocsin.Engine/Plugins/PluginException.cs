namespace Tocsin.Engine.Plugins;

/// <summary>A plugin cannot be loaded.</summary>
/// <param name="message">What is wrong with the folder or the assembly, and the way out.</param>
internal sealed class PluginException(string message) : Exception(message);
