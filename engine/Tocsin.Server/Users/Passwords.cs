using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Tocsin.Server.Users;

/// <summary>Hashes of passwords, as the framework makes them: PBKDF2 with a salt for each, slow on purpose.</summary>
internal static class Passwords
{
    public const int Shortest = 8;

    // A longer one costs the server more than it gives.
    public const int Longest = 1024;

    private const int MadeLength = 20;
    private const string Letters = "abcdefghijkmnpqrstuvwxyz23456789";

    private static readonly PasswordHasher<string> Hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = 210_000 }));

    /// <summary>What is compared with when there is no such user, so that the answer takes as long as if there were.</summary>
    private static readonly Lazy<string> Nobodys = new(() => Hash(Make()));

    /// <summary>What is wrong with a password; null when nothing is.</summary>
    public static string? ProblemOf(string password)
    {
        if (password.Length < Shortest)
            return $"a password must have at least {Shortest} characters";
        if (password.Length > Longest)
            return $"a password may have at most {Longest} characters";

        // It would be taken for a token, which may stand where a password does.
        return password.StartsWith(ApiToken.Prefix, StringComparison.Ordinal) ? $"a password may not begin with '{ApiToken.Prefix}', as tokens do" : null;
    }

    public static string Hash(string password) => Hasher.HashPassword("", password);

    /// <param name="hash">Null when there is nobody of that name: takes as long and says no.</param>
    public static bool IsRight(string? hash, string password) =>
        password.Length <= Longest && Hasher.VerifyHashedPassword("", hash ?? Nobodys.Value, password) != PasswordVerificationResult.Failed && hash is not null;

    /// <summary>A password that nobody guesses, of letters that are not mistaken for each other.</summary>
    public static string Make() => RandomNumberGenerator.GetString(Letters, MadeLength);
}
