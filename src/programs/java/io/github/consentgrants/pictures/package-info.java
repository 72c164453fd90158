/** Pictures of the page in every state, theme, language and width: {@code mvn -Ppictures}. */
package io.github.consentgrants.pictures;
