namespace Tocsin.Plugins.Smtp;

/// <summary>The mail server will not take the mail however often it is asked.</summary>
/// <param name="message">What it does not do, in the words that follow its name; no password.</param>
internal sealed class MailRefusedException(string message) : Exception(message);
