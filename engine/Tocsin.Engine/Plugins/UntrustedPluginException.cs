namespace Tocsin.Engine.Plugins;

/// <summary>A plugin may not be loaded; it may be listed later.</summary>
/// <param name="message">Why not, and the way out.</param>
internal sealed class UntrustedPluginException(string message) : Exception(message);
