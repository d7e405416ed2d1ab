namespace Tocsin.Plugins.Smtp;

/// <summary>The mail server did not do what it was asked.</summary>
/// <param name="message">Which step failed, with the server's words; no password.</param>
/// <param name="isPermanent">True when the same will fail again.</param>
internal sealed class SmtpException(string message, bool isPermanent) : Exception(message)
{
    public bool IsPermanent { get; } = isPermanent;
}
