namespace Tocsin.Scripting.Compiling;

/// <summary>A script cannot be used.</summary>
/// <param name="message">What is wrong, with file, line and column where they are known.</param>
internal sealed class CsxException(string message) : Exception(message);
