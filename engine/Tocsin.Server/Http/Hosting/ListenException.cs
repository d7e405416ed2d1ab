namespace Tocsin.Server.Http.Hosting;

/// <summary>The API cannot listen as the configuration wants it; the message says why, and the way out.</summary>
internal sealed class ListenException(string message, Exception? cause = null) : Exception(message, cause);
