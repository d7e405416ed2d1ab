namespace Tocsin.Server.Loading;

/// <summary>A file or folder of definitions cannot be used; the message is all that people see.</summary>
/// <param name="message">What is wrong and the way out.</param>
internal sealed class FileException(string message) : Exception(message);
