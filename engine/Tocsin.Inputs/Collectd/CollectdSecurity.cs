using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Tocsin.Inputs.Intake;

namespace Tocsin.Inputs.Collectd;

/// <summary>Checks and decrypts datagrams with the passwords of their users. For one thread.</summary>
[SuppressMessage("Security", "CA5350", Justification = "collectd's protocol has SHA-1 as the checksum of what is encrypted.")]
[SuppressMessage("Security", "CA5358", Justification = "The framework has no output feedback mode: it is built from single blocks.")]
internal sealed class CollectdSecurity
{
    public const int SignaturePart = 0x0200;
    public const int EncryptionPart = 0x0210;

    private const long MostBytes = 1024 * 1024;
    private const int Block = 16;

    private readonly CollectdSecurityLevel _level;
    private readonly Dictionary<string, string> _passwords;

    public CollectdSecurity(CollectdSecurityLevel level, Dictionary<string, string> passwords) => (_level, _passwords) = (level, passwords);

    /// <exception cref="InputException">Passwords are needed and cannot be read.</exception>
    public static CollectdSecurity Load(CollectdSecurityLevel level, string file)
    {
        if (level == CollectdSecurityLevel.None && !File.Exists(file))
            return new CollectdSecurity(level, []);
        try
        {
            if (new FileInfo(file).Length > MostBytes)
                throw new IOException($"{file} has more than {MostBytes} bytes");
            return new CollectdSecurity(level, Read(File.ReadLines(file)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new InputException($"the passwords of collectd's senders cannot be read: {problem.Message}. Name the file with the option auth-file, or set security-level to none", problem);
        }
    }

    /// <summary>Whether parts of such a datagram are taken.</summary>
    public bool Allows(CollectdTrust trust) => (int)trust >= (int)_level;

    /// <summary>Checks a signature: a keyed hash of 32 bytes, then the user, over the user and all parts behind.</summary>
    public bool IsSigned(ReadOnlySpan<byte> content, ReadOnlySpan<byte> rest, [NotNullWhen(false)] out string? refusal)
    {
        refusal = "a signature is cut off";
        if (content.Length <= HMACSHA256.HashSizeInBytes)
            return false;
        var user = content[HMACSHA256.HashSizeInBytes..];
        if (!TryFindPassword(user, out var password, out refusal))
            return false;
        byte[] signed = [.. user, .. rest];
        if (CryptographicOperations.FixedTimeEquals(HMACSHA256.HashData(Encoding.UTF8.GetBytes(password), signed), content[..HMACSHA256.HashSizeInBytes]))
            return true;
        refusal = $"the signature of the user '{Encoding.UTF8.GetString(user)}' is wrong: the password in auth-file is another one than the sender's";
        return false;
    }

    /// <summary>Decrypts: length of the user, user, 16 bytes to begin with, then AES-256 of a SHA-1 checksum and the parts.</summary>
    public bool TryDecrypt(ReadOnlySpan<byte> content, out byte[] plain, [NotNullWhen(false)] out string? refusal)
    {
        (plain, refusal) = ([], "an encrypted part is cut off");
        if (content.Length < 2)
            return false;
        int userLength = BinaryPrimitives.ReadUInt16BigEndian(content);
        if (content.Length < 2 + userLength + Block + SHA1.HashSizeInBytes)
            return false;
        var user = content.Slice(2, userLength);
        if (!TryFindPassword(user, out var password, out refusal))
            return false;

        var begin = content.Slice(2 + userLength, Block);
        var decrypted = Decrypt(SHA256.HashData(Encoding.UTF8.GetBytes(password)), begin, content[(2 + userLength + Block)..]);
        plain = decrypted[SHA1.HashSizeInBytes..];
        if (CryptographicOperations.FixedTimeEquals(SHA1.HashData(plain), decrypted.AsSpan(0, SHA1.HashSizeInBytes)))
            return true;
        refusal = $"what the user '{Encoding.UTF8.GetString(user)}' encrypted cannot be read: the password in auth-file is another one than the sender's";
        return false;
    }

    private bool TryFindPassword(ReadOnlySpan<byte> user, [NotNullWhen(true)] out string? password, [NotNullWhen(false)] out string? refusal)
    {
        var name = Encoding.UTF8.GetString(user);
        refusal = _passwords.TryGetValue(name, out password) ? null : $"there is no password of the user '{(name.Length > 64 ? name[..64] : name)}' in auth-file";
        return refusal is null;
    }

    private static byte[] Decrypt(byte[] key, ReadOnlySpan<byte> begin, ReadOnlySpan<byte> encrypted)
    {
        using var aes = Aes.Create();
        aes.Key = key;
        var plain = new byte[encrypted.Length];
        Span<byte> stream = stackalloc byte[Block];
        begin.CopyTo(stream);
        for (var i = 0; i < encrypted.Length; i++)
        {
            if (i % Block == 0)
                aes.EncryptEcb(stream, stream, PaddingMode.None);
            plain[i] = (byte)(encrypted[i] ^ stream[i % Block]);
        }

        return plain;
    }

    private static Dictionary<string, string> Read(IEnumerable<string> lines)
    {
        var passwords = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            var at = line.IndexOf(':', StringComparison.Ordinal);
            if (at > 0 && !line.StartsWith('#'))
                passwords[line[..at].Trim()] = line[(at + 1)..].Trim();
        }

        return passwords;
    }
}
