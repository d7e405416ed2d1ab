namespace Tocsin.Server.Users;

/// <summary>The provider cannot be used as it is configured; the message says why, and the way out.</summary>
internal sealed class OidcException(string message, Exception? inner = null) : Exception(message, inner);
